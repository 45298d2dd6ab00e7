/**
 * Whether the flow was edited in the Console.
 * @module
 */
import { type Check, ok, wrong } from '../engine/check';
import { DRAFT, lookAtFlow } from './look-at-flow';

/** No fix: whether an edit is kept or overwritten is the user's decision. */
export const drift: Check = {
	name: 'drift',
	title: 'Flow edits in the Console',
	expected: 'no edits since the last deployment',
	impact:
		'The live flow isn’t in source control, and npx handoff deploy stops so that it doesn’t overwrite the edits.',
	advice:
		'Copy the edits to studio/agent-handoff.json: npx handoff flow pull. Or overwrite them: npx handoff deploy --force.',
	look: (account) =>
		lookAtFlow(account, ({ status, edited, revision }) => {
			if (status !== 'published') return DRAFT;
			return edited ? wrong(`edited: revision ${revision} is not what was deployed`) : ok('none');
		}),
};
