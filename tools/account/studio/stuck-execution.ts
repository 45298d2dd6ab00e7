/**
 * When an active execution of the flow is stuck. It blocks its customer then: while one is active, Studio rejects every
 * other of the same customer (409, 20409).
 *
 * A chat takes the flow seconds, each of its requests ten at most. Active for long are only the executions of calls, which
 * end with the call (https://www.twilio.com/docs/studio/rest-api/v2/execution), and those that wait in Send to Flex.
 *
 * The Functions have a shorter rule of their own (src/handoff/executions.ts): they look only when Studio rejects a handoff,
 * whose customer waits, and have no time to read a flow.
 *
 * GUESS(chat-execution-waits): a chat may wait there until the agent is done. Whether Studio ends it at once would show
 * in the execution of a chat that an agent has taken.
 * @module
 */
import { textAt, valueAt } from '../../../src/json';
import type { AccountView } from '../account-view';
import { askingFor } from '../asking';
import { isOngoing, type PhoneCall } from '../call';

export const STUCK_AFTER_MINUTES = 10;

/** An execution that has not ended. */
export interface ActiveExecution {
	readonly startedAt: string | undefined;
	/** Set when a call started it. */
	readonly callSid: string | undefined;
	/** That call; `undefined` when it could not be read. */
	readonly call: PhoneCall | 'missing' | undefined;
	/** Whether a Send to Flex widget runs now, or may: what can't be read may be in use. */
	readonly mayBeInFlex: boolean;
}

export function isStuck({ startedAt, callSid, call, mayBeInFlex }: ActiveExecution, now: Date): boolean {
	const isOld = (since: string | undefined) =>
		since !== undefined && now.getTime() - Date.parse(since) > STUCK_AFTER_MINUTES * 60_000;
	if (callSid === undefined) return !mayBeInFlex && isOld(startedAt);
	if (call === 'missing') return true;
	// Studio is notified of the end of a call a moment later.
	return call?.endedAt === undefined ? call !== undefined && !isOngoing(call) : isOld(call.endedAt);
}

/**
 * The names of the widgets that send to Flex: a team may have renamed them.
 * @returns `undefined` when no revision of the flow is published
 * @throws {HandoffError} when Twilio cannot be read
 */
export function readFlexWidgets(
	account: AccountView,
	flowSid: string,
): Promise<ReadonlySet<string> | undefined> {
	return account.once(`studio/flex-widgets-of-${flowSid}`, async () => {
		// Studio's OpenAPI document has this name for a revision. A flow that doesn't exist returns the same 404; its list doesn't.
		const { revisions } = account.twilio.studio.v2.flows(flowSid);
		const revision = await askingFor('reading the flow', () => revisions('LatestPublished').fetch());
		const states = valueAt(revision?.definition, 'states');
		const ofFlex = (Array.isArray(states) ? states : []).filter(
			(state: unknown) => textAt(state, 'type') === 'send-to-flex',
		);
		return revision && new Set(ofFlex.map((state: unknown) => textAt(state, 'name') ?? ''));
	});
}
