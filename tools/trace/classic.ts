/**
 * The classic conversation behind a chat: the one that Studio attaches and Flex shows.
 * @module
 */
import type { Twilio } from 'twilio';
import { askingFor } from '../account/asking';
import { CONNECT_SERVICE } from './advice';
import type { Execution } from './execution';
import { failedStep } from './steps';
import { fine, note, type TraceEntry, wrong } from './trace';

export interface ClassicChat {
	/** The service it is in. */
	readonly serviceSid: string;
	/** `active`, `inactive` or `closed`. */
	readonly state: string;
}

/**
 * @param serviceSid the service it should be in, when that is known
 * @throws {HandoffError} when Twilio cannot be read
 */
export async function readClassicChat(
	twilio: Twilio,
	conversationSid: string,
	serviceSid: string | undefined,
): Promise<ClassicChat | 'missing'> {
	const doing = 'reading the classic conversation';
	const { services, conversations } = twilio.conversations.v1;
	const chat =
		(serviceSid &&
			(await askingFor(doing, () => services(serviceSid).conversations(conversationSid).fetch()))) ||
		(await askingFor(doing, () => conversations(conversationSid).fetch()));
	return chat ? { serviceSid: chat.chatServiceSid, state: chat.state } : 'missing';
}

/**
 * @param serviceSid the service that the conversation is connected to
 * @param execution what handed it over, if anything did
 */
export function classicEntry(
	chat: ClassicChat | 'missing',
	serviceSid: string | undefined,
	execution: Execution | undefined,
): TraceEntry {
	const failed = execution && failedStep(execution);
	const isHandedOver = execution !== undefined && failed === undefined;
	if (chat === 'missing') {
		const what = 'The classic conversation behind the chat was not found.';
		if (isHandedOver) return note('Conversations', `${what} It may have been deleted since.`);
		return wrong('Conversations', what, {
			impact: 'There is no chat left that an agent in Flex could accept.',
			advice: 'The customer has to write again. Find out what deletes classic conversations in your account.',
		});
	}
	if (serviceSid !== undefined && chat.serviceSid !== serviceSid && !isHandedOver) {
		return wrong('Conversations', 'The chat is in another Conversations service than the connected one.', {
			impact: 'Studio does not find the chat, and no agent in Flex receives it.',
			advice: CONNECT_SERVICE,
		});
	}
	if (chat.state !== 'closed') return fine('Conversations', `The customer’s chat is ${chat.state}.`);
	if (!failed || !/resume/i.test(failed.from)) {
		return note('Conversations', `The customer’s chat is closed now.`);
	}
	return wrong('Conversations', 'The chat is closed.', {
		impact: 'Studio cannot attach a closed chat, so no agent in Flex receives it.',
		advice:
			'The customer has to write again; a new chat can be handed over. If chats close too early, check the timers of the Conversations service.',
	});
}
