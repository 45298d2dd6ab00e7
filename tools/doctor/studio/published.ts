/**
 * Whether the flow's last revision is published.
 * @module
 */
import { type Check, ok, wrong } from '../engine/check';
import { lookAtFlow } from './look-at-flow';

export const published: Check = {
	name: 'published',
	title: 'Flow published',
	expected: 'the flow’s last revision is published',
	impact: 'Studio runs the last published revision, not the draft. If there is none, every handoff fails.',
	advice:
		'Publish the draft in Studio, then run npx handoff flow pull. Or overwrite it: npx handoff deploy --force.',
	look: (account) =>
		lookAtFlow(account, ({ status, revision }) =>
			status === 'published'
				? ok(`revision ${revision}`)
				: wrong(`revision ${revision} is a ${status}, not published`),
		),
};
