/**
 * Whether the flow is deployed.
 * @module
 */

import { isMalformed } from '../../account/env/settings';
import { named } from '../../account/format';
import { FLOW_SETTING, readFlow } from '../../account/studio/flow';
import { type Check, ok, wrong } from '../engine/check';
import { DEPLOY } from '../engine/fix';
import { lookAtFlow } from './look-at-flow';

export const deployed: Check = {
	name: 'deployed',
	title: 'Flow deployed',
	expected: 'the account has this project’s flow',
	impact:
		'The virtual agent has no flow to hand off to, so customers who ask for a human agent don’t reach one.',
	advice: 'Run npx handoff deploy.',
	look: async (account) => {
		if (!isMalformed(account.settings, FLOW_SETTING)) {
			const reading = await readFlow(account);
			if ('flow' in reading && !reading.flow) return wrong('not found', { fixes: [DEPLOY] });
		}
		return lookAtFlow(account, ({ sid, name, revision }) => ok(`${named(name, sid)}, revision ${revision}`));
	},
};
