/**
 * Where a workflow takes a handoff, worked out without making one.
 * @module
 */
import { taskAttributes } from '../../../src/handoff/task-attributes';
import type { AccountView } from '../../account/account-view';
import { ExpressionError, matches } from './expression';
import type { WorkflowDocument, WorkflowFilter } from './workflow';

/** A handoff as one arrives, without attributes of the app's own: those nobody here knows. */
export interface Sample {
	/** `a call` */
	readonly what: string;
	readonly attributes: Readonly<Record<string, unknown>>;
}

export interface Route {
	readonly sample: Sample;
	/**
	 * What decides. `dead-end`: a filter that fits and names no queue. `unclear`: nothing that could be judged fits, and
	 * something could not be judged.
	 */
	readonly by: 'filter' | 'dead-end' | 'default' | 'nothing' | 'unclear';
	/** The filter's name. */
	readonly filter?: string;
	/** Where its task goes, first to last, as it waits. */
	readonly queues: readonly string[];
	/** The names of filters before that could not be judged. */
	readonly unjudged: readonly string[];
}

const CUSTOMER = '+15005550123';
const AGENT = '+15005550006';

/**
 * A call and a message, as far as they are handed over. What Twilio adds to a call's attributes it documents, what Flex
 * adds to a message's is a guess of emulator/resources/flex.ts.
 * @see https://www.twilio.com/docs/taskrouter/twiml-queue-calls
 */
export function samples(account: AccountView): Sample[] {
	const data = {
		conversationId: `conv_conversation_${'0'.repeat(26)}`,
		storeId: `mem_store_${'0'.repeat(26)}`,
		profileId: '',
		reason: 'The customer asks for a person',
		attributes: {},
	};
	const contact = { direction: 'inbound', name: CUSTOMER, customerAddress: CUSTOMER } as const;
	const ofCalls = {
		call_sid: `CA${'0'.repeat(32)}`,
		from: CUSTOMER,
		caller: CUSTOMER,
		to: AGENT,
		called: AGENT,
	};
	const ofMessages = { channelType: 'sms', conversationSid: `CH${'0'.repeat(32)}` };
	const taskOf = (channel: string): object => JSON.parse(taskAttributes({ data }, { ...contact, channel }));
	const call = { ...ofCalls, ...taskOf('VOICE') };
	const message = { ...ofMessages, ...taskOf('SMS') };
	return [
		...(account.handsOver('voice') ? [{ what: 'a call', attributes: call }] : []),
		...(account.handsOver('messaging') ? [{ what: 'an SMS', attributes: message }] : []),
	];
}

/**
 * The first filter that fits decides: its task goes from target to target, and is canceled after the last. The default
 * filter gets what fits no filter, and nothing else.
 * @see https://www.twilio.com/docs/taskrouter/lifecycle-task-workflows-and-assignment
 */
export function routeOf({ task_routing }: WorkflowDocument, sample: Sample): Route {
	const unjudged: string[] = [];
	for (const filter of task_routing.filters ?? []) {
		const fits = judge(filter, sample);
		if (fits === undefined) unjudged.push(nameOf(filter));
		if (!fits) continue;
		const queues = (filter.targets ?? []).flatMap(({ queue }) => (queue ? [queue] : []));
		const by = queues.length > 0 ? 'filter' : 'dead-end';
		return { sample, by, filter: nameOf(filter), queues: [...new Set(queues)], unjudged };
	}
	const queue = task_routing.default_filter?.queue;
	if (queue) return { sample, by: 'default', queues: [queue], unjudged };
	return { sample, by: unjudged.length > 0 ? 'unclear' : 'nothing', queues: [], unjudged };
}

/** @returns `undefined` for an expression that we cannot read */
function judge({ expression }: WorkflowFilter, { attributes }: Sample): boolean | undefined {
	try {
		return matches(expression ?? '', attributes);
	} catch (error) {
		if (error instanceof ExpressionError) return undefined;
		throw error;
	}
}

function nameOf({ filter_friendly_name, friendly_name, expression }: WorkflowFilter): string {
	return filter_friendly_name || friendly_name || expression || 'without a name';
}
