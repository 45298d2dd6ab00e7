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
	title: 'Intelligence configuration',
	expected: 'one or more Intelligence configurations are attached; all of them exist, without duplicates',
	impact: 'No summary is created for the agent in Flex.',
	advice: `Create an Intelligence configuration with two Summary rules (Console: Conversation Intelligence > Intelligence configuration > Add New), and attach it (${ORCHESTRATOR_CONFIGURATION}).`,
	look: async (account) => {
		const attached = await readAttached(account);
		if (!attached) return NO_CONFIGURATION;
		const { orchestrator, alive, gone } = attached;
		if (alive.length === 0) {
			const found =
				gone.length === 0 ? 'none is attached' : `none exists of those attached: ${inWords(gone)}`;
			return wrong(found, { fixes: [await attachOne(account, orchestrator.id, gone)] });
		}
		if (gone.length === 0 && alive.length > MOST_ATTACHED) {
			return wrong(`${alive.length} are attached`, {
				expected: `at most ${MOST_ATTACHED} are attached`,
				impact: `The virtual agent doesn’t start because TAC 2.5 accepts at most ${MOST_ATTACHED}.`,
				advice: `Detach those you don’t need (${ORCHESTRATOR_CONFIGURATION}).`,
			});
		}
		const names = inWords(alive.map(({ displayName, id }) => named(displayName, id)));
		if (gone.length === 0) return findDuplicates(orchestrator.id, alive) ?? ok(names);
		return wrong(`${names}; not found: ${inWords(gone)}`, {
			impact: 'What the missing one did, such as summaries, stops without an error.',
			fixes: [
				{
					stage: 'intelligence',
					title: 'Detach Intelligence configurations that don’t exist',
					edits: attach(orchestrator.id, { detach: gone }),
				},
			],
		});
	},
};

/**
 * Duplicates, as two concurrent runs of setup leave them. The oldest stays: its ID sorts first, so that
 * both runs choose the same.
 */
function findDuplicates(
	orchestratorId: string,
	alive: readonly IntelligenceConfiguration[],
): Observation | undefined {
	const isOnlyThat = (each: IntelligenceConfiguration) =>
		isEntirelyRight(each) && (each.rules ?? []).every(isSummary);
	const [kept, ...duplicates] = alive.filter(isOnlyThat).sort((one, other) => (one.id < other.id ? -1 : 1));
	if (!kept || duplicates.length === 0) return undefined;
	const names = inWords(duplicates.map(({ displayName, id }) => named(displayName, id)));
	const title = `Detach the Intelligence configuration ${names}, a duplicate of ${named(kept.displayName, kept.id)}`;
	return wrong(`${names} duplicates ${named(kept.displayName, kept.id)}`, {
		impact: 'Every conversation is summarized, and billed, more than once.',
		advice: `Detach ${names} (${ORCHESTRATOR_CONFIGURATION}), and delete it if nothing else uses it.`,
		fixes: [
			{
				stage: 'intelligence',
				title,
				edits: attach(orchestratorId, { detach: duplicates.map(({ id }) => id) }),
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
