/**
 * Checks that summaries are of the conversation only.
 * @module
 */
import { hasContext } from '../../account/orchestrator/summary-operator';
import { plainCheck } from './rules';

export const context = plainCheck({
	name: 'context',
	title: 'Summary rule context',
	expected: 'the context of Summary rules is empty',
	impact: 'The summary may include information that isn’t from this conversation.',
	isFault: hasContext,
	fault: 'added context',
	step: 'Empty the Add Context step of the Summary rule',
});
