/**
 * Checks that no execution of the flow blocks its customer: while one is active, Studio refuses every other of the same
 * customer (409, 20409).
 *
 * A chat takes the flow seconds, each of its requests ten at most. Active for long are only the executions of calls, which
 * end with the call (https://www.twilio.com/docs/studio/rest-api/v2/execution), and those that wait in Send to Flex.
 *
 * GUESS(chat-execution-waits): a chat may wait there until the agent is done. Whether Studio ends it at once would show
 * in the execution of a chat that an agent has taken.
 * @module
 */
import type { ExecutionInstance } from 'twilio/lib/rest/studio/v2/flow/execution';
import * as z from 'zod';
import { isRecord } from '../../../src/json';
import { getJson } from '../../../src/twilio/get-json';
import type { AccountView } from '../../account/account-view';
import { asking, askingFor } from '../../account/asking';
import { inWords } from '../../account/format';
import { type Check, ok, wrong } from '../engine/check';
import type { Fix } from '../engine/fix';
import { lookAtFlow } from './look-at-flow';

const LONGEST_MINUTES = 10;
/** Each takes up to three requests. */
const MOST_LOOKED_AT = 20;

export const stuckExecutions: Check = {
	name: 'stuck-executions',
	title: 'Stuck executions',
	expected: `no execution is active for more than ${LONGEST_MINUTES} minutes, but those of calls in progress and of customers who wait for an agent`,
	impact: 'Studio refuses every further handoff of these customers (409): they stay with the virtual agent.',
	advice:
		'End these executions (Console: Studio > Flows > the flow > Logs > the execution > Stop execution).',
	look: (account) =>
		lookAtFlow(account, async ({ sid }) => {
			const old = await activeForLong(account, sid);
			const looked = old.slice(0, MOST_LOOKED_AT);
			const judged = await Promise.all(looked.map((each) => isStuck(account, sid, each)));
			const stuck = looked.filter((_, index) => judged[index]);
			if (stuck.length === 0) return ok('none');
			const sids = stuck.map((each) => each.sid);
			const more =
				old.length > looked.length ? `; ${old.length - looked.length} more were not looked at` : '';
			return wrong(`active for more than ${LONGEST_MINUTES} minutes: ${inWords(sids)}${more}`, {
				fixes: [end(sid, sids)],
			});
		}),
};

/** @returns the oldest first */
async function activeForLong(account: AccountView, flowSid: string): Promise<ExecutionInstance[]> {
	// Of the whole minute, so that the same list is not read twice.
	const before = new Date((Math.floor(Date.now() / 60_000) - LONGEST_MINUTES) * 60_000);
	const { executions } = account.twilio.studio.v2.flows(flowSid);
	const listed = await askingFor('listing the active executions', () =>
		executions.list({ status: 'active', dateCreatedTo: before, pageSize: 100, limit: 100 }),
	);
	return (listed ?? [])
		.filter(({ status, dateCreated }) => status === 'active' && dateCreated <= before)
		.reverse();
}

/** What can't be read may be in use, and is left alone. */
async function isStuck(account: AccountView, flowSid: string, { sid }: ExecutionInstance): Promise<boolean> {
	const execution = account.twilio.studio.v2.flows(flowSid).executions(sid);
	return asking('reading an active execution', async () => {
		const [{ context }, [last]] = await Promise.all([
			execution.executionContext().fetch(),
			execution.steps.list({ limit: 1, pageSize: 1 }),
		]);
		const callSid = callOf(context);
		if (callSid !== undefined) return isOver(account, callSid);
		return !(await sendsToFlex(account, flowSid, last?.transitionedTo));
	});
}

function callOf(context: unknown): string | undefined {
	const trigger = isRecord(context) ? context.trigger : undefined;
	const call = isRecord(trigger) ? trigger.call : undefined;
	return isRecord(call) && typeof call.CallSid === 'string' ? call.CallSid : undefined;
}

const call = z.looseObject({ status: z.string(), end_time: z.nullish(z.string()) });

/** Studio learns of the end of a call a moment later. The SDK would make the present of an end that is missing. */
async function isOver({ twilio }: AccountView, callSid: string): Promise<boolean> {
	const url = `https://api.twilio.com/2010-04-01/Accounts/${twilio.accountSid}/Calls/${callSid}.json`;
	const read = await askingFor('reading the call of an execution', async () =>
		call.parse(await getJson(twilio, url)),
	);
	if (!read?.end_time)
		return !read || !['queued', 'initiated', 'ringing', 'in-progress'].includes(read.status);
	return Date.now() - Date.parse(read.end_time) > LONGEST_MINUTES * 60_000;
}

/** As much of a flow as matters here: a live one may be odd elsewhere. */
const flow = z.looseObject({
	definition: z.looseObject({ states: z.array(z.looseObject({ name: z.string(), type: z.string() })) }),
});

/** @param widget the one that runs now, as the last step names it */
async function sendsToFlex(
	account: AccountView,
	flowSid: string,
	widget: string | undefined,
): Promise<boolean> {
	const { definition } = await account.once(`studio/definition-of-${flowSid}`, async () =>
		flow.parse(await getJson(account.twilio, `https://studio.twilio.com/v2/Flows/${flowSid}`)),
	);
	return definition.states.some(({ name, type }) => name === widget && type === 'send-to-flex');
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
