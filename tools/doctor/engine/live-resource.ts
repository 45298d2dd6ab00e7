/**
 * What a deploy replaces, as setup reads it before and after, and restores it.
 * @module
 */

import type { AccountView } from '../../account/account-view';
import { findProject } from '../../account/live-project';
import { findLiveFlow, readRevision } from '../../account/studio/live-flow';
import { activateIn } from '../../deploy/activate';
import { revisionThatRuns, rollBackFlow, whatRuns } from '../../deploy/flow-rollback';
import type { Resource } from './resource';
import { type Live, live } from './undo-log';

/**
 * Its write restores what ran before: the flow by publishing that revision again, the Functions by activating that
 * build. Variables are left alone: they hold secrets, which are never written to a file.
 */
export const liveResource: Resource = {
	title: 'Live',
	read,
	write: async (account, _id, whole, changed) => {
		const wanted = live.parse(whole);
		for (const [part] of changed) {
			if (part === 'flow') await restoreFlow(account, wanted.flow);
			if (part === 'functions' && wanted.functions) await activateIn(account.twilio, wanted.functions);
		}
		return undefined;
	},
};

async function read(account: AccountView): Promise<Live> {
	const { twilio } = account;
	const project = findProject(account);
	const [flow, deployment] = await Promise.all([project.flow(), project.deployment()]);
	const { serviceSid, environmentSid, buildSid } = deployment ?? {};
	return {
		flow: flow ? { sid: flow.sid, revision: revisionThatRuns(await whatRuns(twilio, flow)) } : null,
		functions: serviceSid && environmentSid && buildSid ? { serviceSid, environmentSid, buildSid } : null,
	};
}

async function restoreFlow({ twilio }: AccountView, flow: Live['flow']): Promise<void> {
	if (!flow) return;
	const [now, earlier] = await Promise.all([
		findLiveFlow(twilio, flow.sid),
		readRevision(twilio, flow.sid, flow.revision),
	]);
	if (now) await rollBackFlow(twilio, now, earlier);
}
