/**
 * Whether there is a flow, and whether customers get it.
 * @module
 */

import { FLOW_SETTING, lookAtFlow, readFlow } from '../../account/flow';
import { named } from '../../account/format';
import { isMalformed } from '../agent-connect/settings';
import { type Check, ok, skipped, wrong } from '../engine/check';
import { DEPLOY } from '../engine/fix';

export const deployed: Check = {
	name: 'deployed',
	title: 'The flow is there',
	expected: 'the account has this project’s flow',
	impact: 'The agent has nowhere to hand customers over to: who asks for a person stays with it.',
	advice: 'npm run deploy',
	look: async (account) => {
		if (!isMalformed(account.settings, FLOW_SETTING)) {
			const reading = await readFlow(account);
			if ('flow' in reading && !reading.flow) return wrong('no flow', { fixes: [DEPLOY] });
		}
		return lookAtFlow(account, ({ sid, name, revision }) => ok(`${named(name, sid)}, revision ${revision}`));
	},
};

export const published: Check = {
	name: 'published',
	title: 'The flow is published',
	expected: 'the flow’s last revision is published',
	impact:
		'Studio runs what was published before the draft; when nothing was, every handoff fails and customers reach nobody.',
	advice:
		'Somebody is editing the flow. Publish the draft in Studio (Publish), then npm run flow -- pull; or npm run deploy -- --force, which overwrites it.',
	look: (account) =>
		lookAtFlow(account, ({ status, revision }) =>
			status === 'published'
				? ok(`revision ${revision}`)
				: wrong(`revision ${revision} is a ${status}, not published`),
		),
};

/** A draft is an edit too, and `studio/published` has said so. */
export const DRAFT = skipped('the last revision is a draft: see studio/published');
