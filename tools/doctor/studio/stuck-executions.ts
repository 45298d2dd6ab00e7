/**
 * Checks that no execution of the flow blocks its customer: while one is active, Studio rejects every other of the same
 * customer (409, 20409).
 * @module
 */
import type { ExecutionInstance } from 'twilio/lib/rest/studio/v2/flow/execution';
import { textAt } from '../../../src/json';
import type { AccountView } from '../../account/account-view';
import { asking, askingFor } from '../../account/asking';
import { readCall } from '../../account/call';
import { EXECUTIONS } from '../../account/console';
import { inWords, isoOf } from '../../account/format';
import {
	isStuck as isStuckExecution,
	readFlexWidgets,
	STUCK_AFTER_MINUTES,
} from '../../account/studio/stuck-execution';
import { type Check, ok, wrong } from '../engine/check';
import type { Fix } from '../engine/fix';
import { lookAtFlow } from './look-at-flow';

/** Each takes up to three requests. */
const MOST_LOOKED_AT = 20;

export const stuckExecutions: Check = {
	name: 'stuck-executions',
	title: 'Stuck executions',
	expected: `no execution is active for more than ${STUCK_AFTER_MINUTES} minutes, except those of calls in progress and of customers waiting for an agent`,
	impact: 'Studio rejects further handoffs of these customers (409), so they stay with the virtual agent.',
	advice: `End these executions (${EXECUTIONS} > the execution > Stop execution).`,
	look: (account) =>
		lookAtFlow(account, async ({ sid }) => {
			const old = await activeForLong(account, sid);
			const looked = old.slice(0, MOST_LOOKED_AT);
			const judged = await Promise.all(looked.map((each) => isStuck(account, sid, each)));
			const stuck = looked.filter((_, index) => judged[index]);
			if (stuck.length === 0) return ok('none');
			const sids = stuck.map((each) => each.sid);
			const more = old.length > looked.length ? `; ${old.length - looked.length} more weren’t checked` : '';
			return wrong(`active for more than ${STUCK_AFTER_MINUTES} minutes: ${inWords(sids)}${more}`, {
				fixes: [end(sid, sids)],
			});
		}),
};

/** @returns the oldest first */
async function activeForLong(account: AccountView, flowSid: string): Promise<ExecutionInstance[]> {
	// Of the whole minute, so that the same list is not read twice.
	const before = new Date((Math.floor(Date.now() / 60_000) - STUCK_AFTER_MINUTES) * 60_000);
	const { executions } = account.twilio.studio.v2.flows(flowSid);
	const listed = await askingFor('listing the active executions', () =>
		executions.list({ status: 'active', dateCreatedTo: before, pageSize: 100, limit: 100 }),
	);
	return (listed ?? [])
		.filter(({ status, dateCreated }) => status === 'active' && dateCreated <= before)
		.reverse();
}

/** What can't be read may be in use, and is left alone. */
async function isStuck(
	account: AccountView,
	flowSid: string,
	{ sid, dateCreated }: ExecutionInstance,
): Promise<boolean> {
	const execution = account.twilio.studio.v2.flows(flowSid).executions(sid);
	return asking('reading an active execution', async () => {
		const [{ context }, [last]] = await Promise.all([
			execution.executionContext().fetch(),
			execution.steps.list({ limit: 1, pageSize: 1 }),
		]);
		const callSid = textAt(context, 'trigger', 'call', 'CallSid');
		const call = callSid === undefined ? undefined : await readCall(account.twilio, callSid);
		const flexWidgets = callSid === undefined && last ? await readFlexWidgets(account, flowSid) : undefined;
		const mayBeInFlex = flexWidgets?.has(last?.transitionedTo ?? '') ?? false;
		return isStuckExecution({ startedAt: isoOf(dateCreated), callSid, call, mayBeInFlex }, new Date());
	});
}

function end(flowSid: string, sids: readonly string[]): Fix {
	return {
		stage: 'flex',
		title: `End ${sids.length === 1 ? 'the stuck execution' : `${sids.length} stuck executions`} ${inWords(sids)}`,
		isFinal: true,
		edits: sids.map((sid) => ({
			edit: 'set',
			resource: 'execution',
			id: `${flowSid}/${sid}`,
			path: ['status'],
			before: 'active',
			after: 'ended',
		})),
	};
}
