/**
 * Checks that an Intelligence configuration is attached, so that conversations can be summarized.
 * @module
 */
import type { AccountView } from '../../account/account-view';
import { ORCHESTRATOR_CONFIGURATION } from '../../account/console';
import { inWords, named } from '../../account/format';
import {
	type IntelligenceConfiguration,
	MOST_ATTACHED,
	readAttached,
	readIntelligenceConfigurations,
} from '../../account/orchestrator/intelligence-configuration';
import { isEntirelyRight, isSummary, SUMMARY_TRIGGERS } from '../../account/orchestrator/summary-operator';
import { type Check, type Observation, ok, wrong } from '../engine/check';
import type { Fix } from '../engine/fix';
import { attach } from '../engine/summary-fix';
import { NO_CONFIGURATION } from './look';

export const intelligence: Check = {
	name: 'intelligence',
	title: 'Conversation Intelligence is attached',
	expected:
		'at least one Intelligence configuration is attached, all that are attached exist, and none repeats another',
	impact: 'No summary is created: the agent in Flex takes over without one.',
	advice: `Create an Intelligence configuration with two Summary rules (Console: Conversation Intelligence > Intelligence configuration > Add New), and attach it (${ORCHESTRATOR_CONFIGURATION}).`,
	look: async (account) => {
		const attached = await readAttached(account);
		if (!attached) return NO_CONFIGURATION;
		const { orchestrator, alive, gone } = attached;
		if (alive.length === 0) {
			const found =
				gone.length === 0 ? 'none is attached' : `none that exists is attached; not found: ${inWords(gone)}`;
			return wrong(found, { fixes: [await attachOne(account, orchestrator.id, gone)] });
		}
		if (gone.length === 0 && alive.length > MOST_ATTACHED) {
			return wrong(`${alive.length} are attached`, {
				expected: `at most ${MOST_ATTACHED} are attached`,
				impact: `The virtual agent does not start: TAC 2.5 takes no more than ${MOST_ATTACHED}.`,
				advice: `Detach those that are not needed (${ORCHESTRATOR_CONFIGURATION}).`,
			});
		}
		const names = inWords(alive.map(({ displayName, id }) => named(displayName, id)));
		if (gone.length === 0) return findRepeats(orchestrator.id, alive) ?? ok(names);
		return wrong(`${names}; not found: ${inWords(gone)}`, {
			impact: 'What the missing one did, such as summaries, is no longer done, and no error is reported.',
			fixes: [
				{
					stage: 'intelligence',
					title: 'Detach Intelligence configurations that do not exist',
					edits: attach(orchestrator.id, { detach: gone }),
				},
			],
		});
	},
};

/**
 * Those that do the same as another, as two runs of setup at once leave them. The oldest stays: its id sorts first, so that
 * both runs choose the same.
 */
function findRepeats(
	orchestratorId: string,
	alive: readonly IntelligenceConfiguration[],
): Observation | undefined {
	const isOnlyThat = (each: IntelligenceConfiguration) =>
		isEntirelyRight(each) && (each.rules ?? []).every(isSummary);
	const [kept, ...repeats] = alive.filter(isOnlyThat).sort((one, other) => (one.id < other.id ? -1 : 1));
	if (!kept || repeats.length === 0) return undefined;
	const names = inWords(repeats.map(({ displayName, id }) => named(displayName, id)));
	const title = `Detach the Intelligence configuration ${names}, which repeats ${named(kept.displayName, kept.id)}`;
	return wrong(`${names} repeats ${named(kept.displayName, kept.id)}`, {
		impact: 'Every conversation is summarized, and billed, more than once.',
		advice: `Detach ${names} (${ORCHESTRATOR_CONFIGURATION}), and delete it if nothing else uses it.`,
		fixes: [
			{
				stage: 'intelligence',
				title,
				edits: attach(orchestratorId, { detach: repeats.map(({ id }) => id) }),
			},
		],
	});
}

/** Attaches one of the account that has the right rules, or else a new one. */
async function attachOne(
	account: AccountView,
	orchestratorId: string,
	gone: readonly string[],
): Promise<Fix> {
	const ready = (await readIntelligenceConfigurations(account)).find(isEntirelyRight);
	return {
		stage: 'intelligence',
		title: ready
			? `Summarize conversations with ${named(ready.displayName, ready.id)}`
			: 'Summarize conversations with a new Intelligence configuration',
		edits: attach(orchestratorId, { detach: gone, add: ready ?? SUMMARY_TRIGGERS }),
	};
}
