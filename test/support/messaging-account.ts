/**
 * A customer who writes to the virtual agent, and the two ways in which the handoff reaches the flow.
 * @module
 */
import type { Conversation } from '../../emulator/core/world';
import { handOffMessaging } from '../../src/handoff/messaging';
import { parseMessagingHandoff } from '../../src/handoff/messaging-request';
import { REQUEST_BUDGET_MS, TimeBudget } from '../../src/twilio/time-budget';
import { type CannedFunctions, json } from './canned-functions';
import { Upstream } from './fakes';
import { EXECUTION_SID, handoffData, participantsPage, settings } from './fixtures';
import { type AccountOptions, deployed } from './studio-account';

export type Channel = 'SMS' | 'WHATSAPP' | 'RCS' | 'CHAT';

export const ADDRESSES: Readonly<Record<Channel, string>> = {
	SMS: '+15005550123',
	WHATSAPP: 'whatsapp:+15005550123',
	RCS: 'rcs:kim',
	CHAT: 'visitor-1',
};

export interface CustomerOptions extends AccountOptions {
	readonly channel?: Channel;
	readonly name?: string;
}

/** An account with one customer who writes to it, by default on SMS and without a name. */
export function writing({ channel = 'SMS', name = '', ...options }: CustomerOptions = {}) {
	const account = deployed(options);
	const address = ADDRESSES[channel];
	const { conversation, classicConversation } = account.world.addMessagingConversation({
		channel,
		address,
		name,
	});
	return {
		...account,
		channel,
		address,
		name,
		conversation,
		classicConversation,
		/** The payload of TAC, with these attributes. */
		data: (attributes: unknown = handoffData.attributes) => ({
			...handoffData,
			conversationId: conversation.id,
			attributes,
		}),
	};
}

export type Writing = ReturnType<typeof writing>;

/** Sets the lookups' responses for this customer. */
export function setLookups(functions: CannedFunctions, customer: Writing): void {
	const { conversation, classicConversation, channel, address, name } = customer;
	const conversationId = conversation.id;
	const { sid: conversationSid, serviceSid } = classicConversation;
	functions.on(
		'/participant-lookup',
		json({ conversationId, conversationSid, participantId: '', profileId: '', channel, address, name }),
	);
	functions.on('/service-sid', json({ conversationId, serviceSid, configurationId: '', status: 'INACTIVE' }));
}

/** The `Parameters` with which `/handoff` starts the flow, made by its own code from Twilio's responses. */
export async function parametersOfHandoff(
	customer: Writing,
	attributes?: unknown,
): Promise<Record<string, unknown>> {
	const upstream = new Upstream(({ method, path }) => respondAsTwilio(customer.conversation, method, path));
	const To = customer.address;
	const handoff = parseMessagingHandoff({
		To,
		From: customer.world.phoneNumber,
		Parameters: JSON.stringify({ HandoffData: customer.data(attributes) }),
	});
	const budget = new TimeBudget(REQUEST_BUDGET_MS, upstream.clock);
	const twilio = (ofBudget = budget) => upstream.twilio(ofBudget);
	const { error } = await upstream.clock.run(handOffMessaging(handoff, { settings, budget, twilio }));
	if (error !== undefined) throw error;
	const started = upstream.requests.find(({ path }) => path.endsWith('/Executions'));
	const parameters: unknown = JSON.parse(new URLSearchParams(started?.body).get('Parameters') ?? '');
	return { ...Object(parameters) };
}

function respondAsTwilio({ participants, ...conversation }: Conversation, method: string, path: string) {
	if (method === 'POST') return { status: 201, body: { sid: EXECUTION_SID, status: 'active' } };
	return { body: path.includes('/Participants') ? participantsPage(participants) : conversation };
}
