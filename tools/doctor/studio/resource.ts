/**
 * How setup ends an execution of the flow.
 * @module
 */
import type { AccountView } from '../../account/account-view';
import { asking } from '../../account/asking';
import { SetupError } from '../../account/errors';
import type { Resource } from '../engine/resource';

/** Its id is that of the flow and its own, as `FW…/FN…`. */
export const executionResource: Resource = {
	title: 'Execution',
	read: (account, id) =>
		asking('reading the execution', async () => ({
			status: (await executionOf(account, id).fetch()).status,
		})),
	write: async (account, id, { status }) => {
		if (status !== 'ended') throw new SetupError('An ended execution can’t be started again.');
		await asking('ending the execution', () => executionOf(account, id).update({ status: 'ended' }));
		return undefined;
	},
};

function executionOf({ twilio }: AccountView, id: string) {
	const [flowSid = '', sid = ''] = id.split('/');
	return twilio.studio.v2.flows(flowSid).executions(sid);
}
