/**
 * Checks that something summarizes the agent's conversations.
 * @module
 */
import type { AccountView } from '../../account/account-view';
import { inWords, named } from '../../account/format';
import { readAttached, readIntelligenceConfigurations } from '../../account/intelligence-configuration';
import { isEntirelyRight, PLAIN_RULES } from '../../account/summary-operator';
import { type Check, ok, skipped, wrong } from '../engine/check';
import { CREATED, type Edit, type Fix, type Json } from '../engine/fix';
import { CONSOLE, NO_CONFIGURATION } from './chosen';

export const attachedIntelligence: Check = {
	name: 'intelligence',
	title: 'Conversation Intelligence is attached',
	expected: 'at least one Intelligence configuration is attached, and all that are attached exist',
	impact: 'Nothing summarizes the conversation: the person in Flex takes over without a summary.',
	advice: `Create an Intelligence configuration with two Summary rules (Console: Conversation Intelligence > Intelligence configuration > Add New), and attach it: ${CONSOLE}.`,
	look: async (account) => {
		const attached = await readAttached(account);
		if (!attached) return skipped(NO_CONFIGURATION);
		const { orchestrator, alive, gone } = attached;
		if (alive.length === 0) {
			const found =
				gone.length === 0 ? 'none is attached' : `all that are attached are gone: ${inWords(gone)}`;
			return wrong(found, { fixes: [await attachOne(account, orchestrator.id, gone)] });
		}
		const names = inWords(alive.map(({ displayName, id }) => named(displayName, id)));
		if (gone.length === 0) return ok(names);
		return wrong(`${names}; gone: ${inWords(gone)}`, {
			impact: 'What the missing one did, such as summaries, is no longer done, and nothing says so.',
			fixes: [
				{
					stage: 'intelligence',
					title: 'Detach Intelligence configurations that are gone',
					edits: [changeAttached(orchestrator.id, gone, [])],
				},
			],
		});
	},
};

/** One that the account has and that is as it should be, or else a new one. */
async function attachOne(
	account: AccountView,
	orchestratorId: string,
	gone: readonly string[],
): Promise<Fix> {
	const ready = (await readIntelligenceConfigurations(account)).find(isEntirelyRight);
	const value = {
		displayName: 'AI-to-human handoff',
		description: 'Summaries for the person in Flex who takes over from the virtual agent',
		rules: PLAIN_RULES,
	};
	const edits: Edit[] = ready
		? [changeAttached(orchestratorId, gone, [ready.id])]
		: [
				{ edit: 'create', resource: 'intelligence-configuration', value },
				changeAttached(orchestratorId, gone, [CREATED]),
			];
	return {
		stage: 'intelligence',
		title: ready
			? `Summarize conversations with ${named(ready.displayName, ready.id)}`
			: 'Summarize conversations with a new Intelligence configuration',
		edits,
	};
}

function changeAttached(id: string, remove: readonly Json[], add: readonly Json[]): Edit {
	return {
		edit: 'list',
		resource: 'orchestrator-configuration',
		id,
		path: ['intelligenceConfigurationIds'],
		remove,
		add,
	};
}
