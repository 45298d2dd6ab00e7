/**
 * Checks that `.env` names a configuration of this account, which every other check here looks at.
 * @module
 */
import type { AccountView } from '../../account/account-view';
import { ORCHESTRATOR_CONFIGURATION } from '../../account/console';
import { inWords, named } from '../../account/format';
import {
	CONFIGURATION_ID,
	CONFIGURATION_SETTING,
	type OrchestratorConfiguration,
	readConfiguration,
	readConfigurations,
} from '../../account/orchestrator/configuration';
import { type Check, type Observation, ok, wrong } from '../engine/check';
import { setInEnv } from '../engine/env-fix';

/** As in `.env.example` and in TAC's. */
const PLACEHOLDER = /^conv_configuration_x+$/;

export const configuration: Check = {
	name: 'configuration',
	title: 'Orchestrator configuration',
	expected: `${CONFIGURATION_SETTING} is the ID of a configuration in this account`,
	// tac/core/tac.py and tac/tools/handoff.py of TAC 2.5: without an ID it is in "ConversationRelay-only mode".
	impact:
		'Without an ID, the virtual agent takes calls only and can’t hand them off. With an ID that doesn’t exist, it doesn’t start.',
	advice: `Set ${CONFIGURATION_SETTING} in .env to the ID of the configuration that your virtual agent uses.`,
	look: async (account) => {
		const found = await readConfiguration(account);
		if (found) return judge(found);
		return propose(account, await readConfigurations(account));
	},
};

/**
 * TAC 2.5 reads it as it starts, and ends when it doesn't match its model (tac/core/tac.py, tac/models/conversation.py).
 * Calls have a separate check, `voice-closes`.
 */
function judge({ displayName, id, channelSettings }: OrchestratorConfiguration): Observation {
	const channels = Object.entries(channelSettings ?? {}).flatMap(([channel, setting]) =>
		channel !== 'VOICE' && setting?.statusTimeouts && setting.statusTimeouts.closed == null ? [channel] : [],
	);
	if (channels.length === 0) return ok(named(displayName, id));
	return wrong(`${named(displayName, id)}: the timeouts of ${inWords(channels)} have no "Closed"`, {
		expected: 'every channel with timeouts has a "Closed" timeout',
		impact: 'The virtual agent doesn’t start because TAC 2.5 requires a "Closed" timeout.',
		advice: `Set "Closed" for ${inWords(channels)} (${ORCHESTRATOR_CONFIGURATION} > Overview tab > Conversation lifecycle and timeouts > Edit).`,
	});
}

function propose(account: AccountView, choices: readonly OrchestratorConfiguration[]): Observation {
	const found = whatIsSet(account);
	const [first, ...more] = choices;
	if (first === undefined) {
		return wrong(`${found}, and this account has no configuration`, {
			advice: `Create one (Console: Conversation Orchestrator > Conversation configurations, or https://www.twilio.com/docs/conversations/orchestrator/quickstart) and set ${CONFIGURATION_SETTING} in .env to its ID.`,
		});
	}
	const names = choices.map(({ displayName, id }) => named(displayName, id));
	if (more.length > 0) {
		return wrong(`${found}; this account has ${inWords(names)}`, {
			advice: `Set ${CONFIGURATION_SETTING} in .env to the one that your virtual agent uses: ${inWords(names, 'or')}.`,
		});
	}
	const advice = `Set ${CONFIGURATION_SETTING} in .env to ${first.id}.`;
	const only = `${found}; this account has one, ${names.join()}`;
	if (mayBeSecret(account)) {
		return wrong(only, {
			advice: `${advice} Setup doesn’t change it because the current value may be a secret on the wrong line.`,
		});
	}
	const title = `Use the Orchestrator configuration ${named(first.displayName, first.id)}`;
	return wrong(only, { advice, fixes: [setInEnv(account, CONFIGURATION_SETTING, first.id, title)] });
}

/** A fix would show and record the current value. */
function mayBeSecret({ environment }: AccountView): boolean {
	const id = environment[CONFIGURATION_SETTING]?.trim() ?? '';
	return id !== '' && !PLACEHOLDER.test(id) && !CONFIGURATION_ID.test(id);
}

function whatIsSet({ environment }: AccountView): string {
	const id = environment[CONFIGURATION_SETTING]?.trim() ?? '';
	if (id === '' || PLACEHOLDER.test(id)) return `${CONFIGURATION_SETTING} is not set`;
	if (!CONFIGURATION_ID.test(id)) return `${CONFIGURATION_SETTING} is malformed`;
	return `configuration ${id} not found in this account`;
}
