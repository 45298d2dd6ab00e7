/**
 * Checks that summaries are of the conversation only.
 * @module
 */
import { hasContext } from '../../account/orchestrator/summary-operator';
import { plainCheck } from './rules';

export const context = plainCheck({
	name: 'context',
	title: 'Summary rules have no added context',
	expected: 'the context of Summary rules is empty',
	impact: 'The summary is not of this conversation only: it may hold what the customer did not say now.',
	isFault: hasContext,
	fault: 'added context',
	step: 'Empty the Add Context step of the Summary rule',
});
