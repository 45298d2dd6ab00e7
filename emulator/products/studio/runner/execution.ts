/**
 * An execution as the REST API shows it: how it begins, its steps, its end.
 * @module
 */
import type { FlowState } from '../../../../studio/definition';
import { sid } from '../../../core/sids';
import type { Execution, Flow, World } from '../../../core/world';
import type { ExecutionContext, Trigger } from './context';
import type { Done } from './widget';

/** The latest published revision, which is the one that runs. */
export function publishedRevision(flow: Flow): Flow['revisions'][number] | undefined {
	return flow.revisions.findLast(({ status }) => status === 'published');
}

/** An execution without steps, in the world. */
export function beginExecution(
	world: World,
	flow: Flow,
	begun: { readonly sid: string; readonly trigger: Trigger; readonly context: ExecutionContext },
): Execution {
	const { sid: executionSid, trigger, context } = begun;
	const execution: Execution = {
		sid: executionSid,
		flowSid: flow.sid,
		status: 'active',
		contactChannelAddress: trigger.event === 'incomingCall' ? (trigger.call.From ?? '') : trigger.to,
		flowVersion: flow.revisions.findLastIndex(({ status }) => status === 'published') + 1,
		initiatedBy: trigger.event === 'incomingCall' ? (trigger.call.CallSid ?? '') : sid('RQ'),
		context,
		steps: [],
		dateCreated: new Date(),
		dateUpdated: new Date(),
	};
	world.executions.set(execution.sid, execution);
	const by = trigger.event === 'incomingCall' ? 'a call' : 'a REST request';
	world.log('Studio', `${by} started execution ${execution.sid} of flow "${flow.friendlyName}"`);
	return execution;
}

/** Records a step; without a next widget the execution ends. @returns the next widget's name */
export function recordStep(
	world: World,
	execution: Execution,
	context: ExecutionContext,
	state: FlowState,
	done: Done,
): string | undefined {
	if (done.output) context.widgets[state.name] = done.output;
	const next = 'next' in done ? done.next : state.transitions.find(({ event }) => event === done.event)?.next;
	execution.steps.push({
		sid: sid('FT'),
		name: done.event,
		type: state.type,
		transitionedFrom: state.name,
		transitionedTo: next ?? 'Ended',
		context: structuredClone(execution.context),
		dateCreated: new Date(),
	});
	execution.dateUpdated = new Date();
	const then = next === undefined ? 'the execution ends' : `next is ${next}`;
	const note = done.note === undefined ? '' : `${done.note}; `;
	world.log('Studio', `${state.name}: ${note}${done.event}, ${then}`);
	if (next === undefined) execution.status = 'ended';
	return next;
}

/** Ends an execution that is not over. */
export function endExecution(world: World, execution: Execution, why: string): void {
	execution.status = 'ended';
	execution.dateUpdated = new Date();
	world.log('Studio', `execution ${execution.sid} ${why}`);
}
