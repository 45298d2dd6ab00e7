/**
 * Where a workflow takes a handoff, worked out without making one.
 * @module
 */
import { taskAttributes } from '../../src/handoff/task-attributes';
import type { AccountView } from '../account-view';
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
	/** What decides. `unclear`: nothing that could be judged fits, and something could not be judged. */
	readonly by: 'filter' | 'default' | 'nothing' | 'unclear';
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
 * A call, and a message unless only calls are handed over.
 *
 * GUESS: what Twilio adds beside our attributes, under which names. A task of each kind on a live account would settle it.
 */
export function samples({ options }: AccountView): Sample[] {
	const data = {
		conversationId: `conv_conversation_${'0'.repeat(26)}`,
		storeId: `mem_store_${'0'.repeat(26)}`,
		profileId: '',
		attributes: { reason: 'The customer asks for a person' },
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
	const call = { ...ofCalls, ...taskAttributes(data, { ...contact, channel: 'VOICE' }) };
	const message = { ...ofMessages, ...taskAttributes(data, { ...contact, channel: 'SMS' }) };
	return [
		{ what: 'a call', attributes: call },
		...(options.voiceOnly ? [] : [{ what: 'an SMS', attributes: message }]),
	];
}

/** The first filter that fits decides, and without any the default filter, says TaskRouter. */
export function routeOf({ task_routing }: WorkflowDocument, sample: Sample): Route {
	const unjudged: string[] = [];
	for (const filter of task_routing.filters ?? []) {
		const fits = judge(filter, sample);
		if (fits === undefined) unjudged.push(nameOf(filter));
		if (!fits) continue;
		const queues = (filter.targets ?? []).flatMap(({ queue }) => (queue ? [queue] : []));
		return { sample, by: 'filter', filter: nameOf(filter), queues: [...new Set(queues)], unjudged };
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
