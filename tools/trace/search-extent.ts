/**
 * How far Studio was searched for an execution: that none was found says something only of where it was looked for.
 * @module
 */
import type { Search } from './find-flow';

/** Whether an execution that was not found is not there. */
export function isSearched({ own, others }: Search): boolean {
	return own === 'all' && others === 'all';
}

/** What can be said where it was not. @example 'The flow FW… did not run it; others were not searched.' */
export function unsearched({ flow, own, others }: Search): string {
	const rest = {
		all: '',
		some: '; not all others could be searched',
		none: '; others were not searched',
	}[others];
	if (flow.status === 'unreadable') return `Which flow is meant cannot be told${rest}.`;
	if (flow.sid === undefined) return `This .env names no flow${rest}.`;
	if (flow.status === 'missing') return `Studio has no flow ${flow.sid}${rest}.`;
	if (own !== 'all') return `Whether the flow ${flow.sid} ran it cannot be told${rest}.`;
	return `The flow ${flow.sid} did not run it${rest}.`;
}
