/**
 * Checks that `.env` names a configuration, on which everything else here stands.
 * @module
 */
import type { AccountView } from '../../account/account-view';
import { inWords, named } from '../../account/format';
import {
	CONFIGURATION_ID,
	CONFIGURATION_SETTING,
	type OrchestratorConfiguration,
	readConfiguration,
	readConfigurations,
} from '../../account/orchestrator-configuration';
import { type Check, type Observation, ok, wrong } from '../engine/check';
import { setInEnv } from '../engine/env-fix';

/** As in `.env.example` and in TAC's. */
const PLACEHOLDER = /^conv_configuration_x+$/;

/** What the other checks say while this one fails. */
export const NO_CONFIGURATION = `cannot be told before ${CONFIGURATION_SETTING} names a configuration of this account`;

/** The Console's way to it; the rest is the guide's. */
export const CONSOLE =
	'Console: Conversation Orchestrator > Conversation configurations > your configuration';

export const chosen: Check = {
	name: 'configuration',
	title: 'The agent’s Orchestrator configuration is there',
	expected: `${CONFIGURATION_SETTING} is the id of a configuration in this account`,
	// tac/core/tac.py and tac/tools/handoff.py of TAC 2.5: without an id it is in "ConversationRelay-only mode".
	impact:
		'Without an id the virtual agent takes calls alone and can hand none over; with one that is not there it does not start.',
	advice: `Set ${CONFIGURATION_SETTING} in .env to the id of the configuration that your agent uses.`,
	look: async (account) => {
		const configuration = await readConfiguration(account);
		if (configuration) return ok(named(configuration.displayName, configuration.id));
		return choose(account, await readConfigurations(account));
	},
};

function choose(account: AccountView, choices: readonly OrchestratorConfiguration[]): Observation {
	const found = whatIsSet(account);
	const [first, ...more] = choices;
	if (first === undefined) {
		return wrong(`${found}, and this account has no configuration`, {
			advice: `Create one (Console: Conversation Orchestrator > Conversation configurations, or https://www.twilio.com/docs/conversations/orchestrator/quickstart) and set ${CONFIGURATION_SETTING} in .env to its id.`,
		});
	}
	const names = choices.map(({ displayName, id }) => named(displayName, id));
	if (more.length > 0) {
		return wrong(`${found}; this account has ${inWords(names)}`, {
			advice: `Set ${CONFIGURATION_SETTING} in .env to the one that your agent uses: ${inWords(names, 'or')}.`,
		});
	}
	const advice = `Set ${CONFIGURATION_SETTING} in .env to ${first.id}.`;
	const only = `${found}; this account has one, ${names.join()}`;
	if (mayBeSecret(account)) {
		return wrong(only, {
			advice: `${advice} npm run setup leaves it to you: what is there now may be a secret in the wrong line.`,
		});
	}
	return wrong(only, {
		advice,
		fixes: [
			setInEnv(
				account,
				CONFIGURATION_SETTING,
				first.id,
				`Use the Orchestrator configuration ${named(first.displayName, first.id)}`,
			),
		],
	});
}

/** A change is shown and written down with what was there before. */
function mayBeSecret({ environment }: AccountView): boolean {
	const id = environment[CONFIGURATION_SETTING]?.trim() ?? '';
	return id !== '' && !PLACEHOLDER.test(id) && !CONFIGURATION_ID.test(id);
}

function whatIsSet({ environment }: AccountView): string {
	const id = environment[CONFIGURATION_SETTING]?.trim() ?? '';
	if (id === '' || PLACEHOLDER.test(id)) return `${CONFIGURATION_SETTING} is not set`;
	if (!CONFIGURATION_ID.test(id)) return `${CONFIGURATION_SETTING} is malformed`;
	return `this account has no configuration ${id}`;
}
