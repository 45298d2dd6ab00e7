/**
 * Whether an agent could take a task right now, for virtual agents that would rather offer a callback than queue a customer
 * when no agent is available. Off unless a setting names the queue.
 * @module
 */

import { wellFormed } from '../settings';
import { textFor } from '../texts';
import type { AccountAccess } from '../twilio/access';
import { STEP_MS } from '../twilio/time-budget';

/**
 * Asks TaskRouter for the queue's real-time statistics.
 * @returns `false` only when TaskRouter says so: with the setting absent or malformed, or TaskRouter slow or down, an
 *   agent is assumed to be available, since the customer comes first
 * @see https://www.twilio.com/docs/taskrouter/api/taskqueue-statistics
 */
export async function isAgentAvailable({ settings, twilio, budget }: AccountAccess): Promise<boolean> {
	const [workspaceSid, queueSid] = wellFormed(settings, 'HANDOFF_AVAILABILITY_QUEUE')?.split('/') ?? [];
	if (workspaceSid === undefined || queueSid === undefined) return true;
	try {
		const { taskrouter } = twilio(budget.atMost(STEP_MS.availability));
		const queue = taskrouter.v1.workspaces(workspaceSid).taskQueues(queueSid);
		return (await queue.realTimeStatistics().fetch()).totalAvailableWorkers !== 0;
	} catch {
		return true;
	}
}

/**
 * What a caller hears before the queue: the greeting, or that no agent is available.
 * @returns a text; `''` for nothing. Never throws
 */
export async function callGreeting(access: AccountAccess): Promise<string> {
	const isAvailable = await isAgentAvailable(access);
	return textFor(access.settings, isAvailable ? 'HANDOFF_CALL_GREETING' : 'HANDOFF_CALL_NO_AGENT');
}
