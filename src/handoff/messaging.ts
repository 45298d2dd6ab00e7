/**
 * A handoff from SMS, WhatsApp, RCS or chat: finds out where the customer is and starts the Studio flow there.
 * @module
 */
import type { Twilio } from 'twilio';
import { type Customer, findCustomer, optionalText } from '../conversation/customer';
import { type ClassicService, findService } from '../conversation/service';
import { HandoffError } from '../http/errors';
import { requireSetting, type Settings } from '../settings';
import { openAhead } from '../twilio/connections';
import { fromTwilio, statusOf } from '../twilio/errors';
import type { TimeBudget } from '../twilio/time-budget';
import { GIVE_BACK_MS, giveBack, mayGiveBack } from './give-back';
import { type HandoffData, parseHandoffData, parseJsonObject } from './payload';
import { flexTask } from './task-attributes';

/** Time kept back from the lookups, so that a slow one still leaves enough to start the flow. */
const START_FLOW_MS = 2_500;

/** What TAC's tool posts, read. */
export interface MessagingHandoff {
	/** The customer's address; TAC leaves it empty when it does not know. */
	readonly to: string | undefined;
	readonly from: string | undefined;
	readonly data: HandoffData;
	/** `Parameters` as they came, for the flow. */
	readonly parameters: Readonly<Record<string, unknown>>;
}

export interface MessagingHandoffResult {
	readonly status: 'handoff_initiated';
	/** `FN…`. */
	readonly executionSid: string;
	readonly conversationSid: string;
	readonly serviceSid: string;
}

/** What a handoff needs of the world. */
export interface MessagingDependencies {
	readonly settings: Settings;
	readonly budget: TimeBudget;
	/** A client whose requests share the given budget. */
	readonly twilio: (budget: TimeBudget) => Twilio;
}

/**
 * Reads the request TAC's `post_studio_handoff` makes, form or JSON.
 * @throws {InvalidRequestError} naming the field
 */
export function parseMessagingHandoff(params: Readonly<Record<string, unknown>>): MessagingHandoff {
	const parameters = parseJsonObject(params.Parameters, 'Parameters');
	const payload = parseJsonObject(parameters.HandoffData, 'Parameters.HandoffData');
	return {
		to: optionalText(params.To, 'To'),
		from: optionalText(params.From, 'From'),
		data: parseHandoffData(payload, 'Parameters.HandoffData'),
		parameters: { ...parameters, HandoffData: payload },
	};
}

/**
 * Resolves both classic SIDs side by side, then starts the flow. When that fails for certain, the virtual agent gets
 * its customer back.
 * @returns the execution that is now handing the customer over
 * @throws {HandoffError} when a lookup fails, a setting is missing, or Studio refuses; then no flow was started, unless
 *   Studio's answer was lost
 */
export async function handOffMessaging(
	handoff: MessagingHandoff,
	dependencies: MessagingDependencies,
): Promise<MessagingHandoffResult> {
	try {
		return await resolveAndStart(handoff, dependencies);
	} catch (error) {
		if (error instanceof HandoffError && mayGiveBack(error)) {
			const { budget, twilio } = dependencies;
			if (await giveBack(twilio(budget.atMost(GIVE_BACK_MS)), handoff.data.conversationId)) {
				throw error.adding('The conversation was given back to the virtual agent.');
			}
		}
		throw error;
	}
}

async function resolveAndStart(
	handoff: MessagingHandoff,
	{ settings, budget, twilio }: MessagingDependencies,
): Promise<MessagingHandoffResult> {
	const flowSid = requireSetting(settings, 'TWILIO_STUDIO_HANDOFF_FLOW_SID');
	const from = handoff.from ?? requireSetting(settings, 'TWILIO_PHONE_NUMBER');
	const { conversationId } = handoff.data;
	const lookups = twilio(budget.reserving(START_FLOW_MS));
	openAhead(lookups, 'studio');
	const [customer, service] = await Promise.all([
		findCustomer(lookups, { conversationId, ...(handoff.to !== undefined && { address: handoff.to }) }),
		findService(lookups, conversationId),
	]);
	const executionSid = await startFlow(twilio(budget), flowSid, {
		to: handoff.to ?? customer.address,
		from,
		parameters: flowParameters(handoff, customer, service),
	});
	const { conversationSid } = customer;
	return { status: 'handoff_initiated', executionSid, conversationSid, serviceSid: service.serviceSid };
}

/** `task` spares the flow asking `/task-attributes` for what is known here. */
function flowParameters(handoff: MessagingHandoff, customer: Customer, service: ClassicService) {
	const { name, channel, address } = customer;
	return {
		...handoff.parameters,
		conversationSid: customer.conversationSid,
		serviceSid: service.serviceSid,
		task: flexTask(
			{ data: handoff.data },
			{ channel, direction: 'inbound', name: name || address, customerAddress: address },
		),
	};
}

async function startFlow(
	twilio: Twilio,
	flowSid: string,
	execution: { readonly to: string; readonly from: string; readonly parameters: object },
): Promise<string> {
	try {
		const { sid } = await twilio.studio.v2.flows(flowSid).executions.create(execution);
		if (typeof sid !== 'string') throw new TypeError('Studio’s answer has no sid');
		return sid;
	} catch (error) {
		const failure = fromTwilio('starting the Studio flow', error);
		if (statusOf(error) === 404) {
			throw new HandoffError(
				failure.status,
				failure.code,
				'No published Studio flow found for TWILIO_STUDIO_HANDOFF_FLOW_SID. Run npx handoff deploy, or correct the SID.',
				{
					field: 'TWILIO_STUDIO_HANDOFF_FLOW_SID',
					cause: error,
					...(failure.twilioCode !== undefined && { twilioCode: failure.twilioCode }),
				},
			);
		}
		throw failure;
	}
}
