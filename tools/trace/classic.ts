/**
 * The classic conversation behind a chat: the one Studio attaches and Flex shows.
 * @module
 */
import type { Twilio } from 'twilio';
import { fromTwilio, statusOf } from '../../src/twilio/errors';
import { CONNECT_SERVICE } from './advice';
import type { Execution } from './execution';
import { failedStep } from './flow-steps';
import { fine, note, type TraceEntry, wrong } from './trace';
import { textAt } from './values';

export interface ClassicChat {
	/** The service it is in. */
	readonly serviceSid: string;
	/** `active`, `inactive` or `closed`. */
	readonly state: string;
	/** The flow that still gets the customer's messages, through the webhook Resume Conversation adds. */
	readonly webhookFlowSid?: string;
	/** How many take part beside the customer. */
	readonly others: number;
}

/**
 * @param serviceSid the service it should be in, when that is known
 * @param addresses the customer's
 * @returns `undefined` when it is nowhere in the account
 * @throws {HandoffError} when Twilio cannot be read
 */
export async function readClassicChat(
	twilio: Twilio,
	conversationSid: string,
	serviceSid: string | undefined,
	addresses: readonly string[],
): Promise<ClassicChat | undefined> {
	try {
		const expected =
			serviceSid === undefined ? undefined : await readIn(twilio, serviceSid, conversationSid, addresses);
		if (expected) return expected;
		const { chatServiceSid } = await twilio.conversations.v1.conversations(conversationSid).fetch();
		return await readIn(twilio, chatServiceSid, conversationSid, addresses);
	} catch (error) {
		if (statusOf(error) === 404) return undefined;
		throw fromTwilio('reading the classic conversation', error);
	}
}

/** @returns `undefined` when the service has no such conversation */
async function readIn(
	twilio: Twilio,
	serviceSid: string,
	conversationSid: string,
	addresses: readonly string[],
): Promise<ClassicChat | undefined> {
	const conversation = twilio.conversations.v1.services(serviceSid).conversations(conversationSid);
	try {
		const [own, participants, webhooks] = await Promise.all([
			conversation.fetch(),
			conversation.participants.list(),
			conversation.webhooks.list(),
		]);
		const studio = webhooks.find(({ target }) => target === 'studio');
		const flowSid = textAt(studio?.configuration, 'flow_sid');
		// GUESS: whoever has an identity that is not the customer's came in through Flex. The participants of a chat that a
		// person in Flex serves would settle it.
		const others = participants.filter(({ identity }) => identity && !addresses.includes(identity));
		return {
			serviceSid,
			state: own.state,
			...(flowSid !== undefined && { webhookFlowSid: flowSid }),
			others: others.length,
		};
	} catch (error) {
		if (statusOf(error) === 404) return undefined;
		throw error;
	}
}

/**
 * @param serviceSid the service that the conversation is bridged to
 * @param execution what handed it over, if anything did
 */
export function classicEntries(
	chat: ClassicChat | undefined,
	serviceSid: string | undefined,
	execution: Execution | undefined,
): TraceEntry[] {
	const failed = execution && failedStep(execution);
	const wentWell = execution !== undefined && failed === undefined;
	if (!chat) {
		const what = 'The classic conversation behind the chat is not there.';
		if (wentWell) return [note('Conversations', `${what} It may have been deleted since.`)];
		return [
			wrong('Conversations', what, {
				impact: 'There is no chat left that a person in Flex could take.',
				advice:
					'The customer has to write again. Find out what deletes classic conversations in your account.',
			}),
		];
	}
	if (serviceSid !== undefined && chat.serviceSid !== serviceSid && !wentWell) {
		return [
			wrong('Conversations', 'The chat is in another Conversations service than the connected one.', {
				impact: 'Studio does not find the chat, and no person in Flex gets it.',
				advice: CONNECT_SERVICE,
			}),
		];
	}
	const who = chat.others === 0 ? 'nobody else is in it' : `${chat.others} more are in it`;
	if (chat.state !== 'closed') {
		return [fine('Conversations', `The customer’s chat is ${chat.state}; ${who}.`)];
	}
	if (!failed || !/resume/i.test(failed.from)) {
		return [note('Conversations', `The customer’s chat is closed by now; ${who}.`)];
	}
	return [
		wrong('Conversations', 'The chat is closed.', {
			impact: 'Studio attaches no closed chat, so no person in Flex gets it.',
			advice:
				'The customer has to write again; a new chat can be handed over. If chats close too early, look at the timers of the Conversations service.',
		}),
	];
}

/** Send to Flex takes the webhook away that Resume Conversation added, when it does not fail. */
export function webhookEntries(
	chat: ClassicChat | undefined,
	execution: Execution | undefined,
): TraceEntry[] {
	if (!chat || !execution || chat.webhookFlowSid !== execution.flowSid) return [];
	return [note('Conversations', 'What the customer writes still goes to Studio.')];
}
