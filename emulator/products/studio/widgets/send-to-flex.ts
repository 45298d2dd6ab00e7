/**
 * Send to Flex: a call goes into a queue by `<Enqueue>`, a conversation becomes an interaction.
 * @see https://www.twilio.com/docs/studio/widget-library/send-flex
 * @module
 */
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse';
import { z } from 'zod';
import { sid } from '../../../core/sids';
import { holds } from '../../../core/unknowns';
import type { ClassicConversation, World } from '../../../core/world';
import { createInteraction, viewInteraction } from '../../flex/interactions';
import { findTaskChannel, readAttributes } from '../../taskrouter/create-task';
import {
	type Done,
	type Run,
	readProperties,
	returnUrl,
	template,
	type Waiting,
	type Widget,
} from '../runner/widget';

const properties = z.object({
	workflow: template,
	channel: template,
	attributes: template,
	priority: template,
	timeout: template,
	waitUrl: template,
	waitUrlMethod: template,
});

/** "Max. 1024 characters" (docs of the field). */
const MAX_ATTRIBUTES = 1024;

/** The widget's properties, rendered and checked. */
interface Handoff {
	readonly workflowSid: string;
	readonly channelSid: string;
	readonly attributes: string;
	readonly priority?: number;
	readonly timeout?: number;
	readonly wait: { readonly waitUrl?: string; readonly waitUrlMethod?: string };
}

/**
 * `failedToEnqueue` when the attributes are not a JSON object or too large for a task, or when the workflow or task channel
 * does not exist. GUESS(send-to-flex-unknown-workflow): Studio checks that before it sends TwiML; a widget with an
 * unknown workflow would settle it.
 *
 * GUESS(send-to-flex-without-channel): without a call or a conversation the widget fails, too; Twilio documents only
 * that it transfers one of them.
 */
export const sendToFlex: Widget = {
	failure: 'failedToEnqueue',
	run(state, run) {
		const handoff = read(readProperties(properties, state), run);
		if (run.trigger.event === 'incomingCall') return enqueue(handoff, run.trigger.webhookUrl);
		if (run.conversation) return interact(handoff, run.conversation, run);
		throw new Error('the execution has no call and no conversation');
	},
};

function read(wanted: z.infer<typeof properties>, run: Run): Handoff {
	const text = (key: keyof typeof wanted) => run.render(wanted[key]).trim();
	const number = (key: 'priority' | 'timeout') =>
		wholeNumber(key, holds(run.world, 'send-to-flex-priority') ? text(key) : wanted[key]);
	const handoff: Handoff = {
		workflowSid: text('workflow'),
		channelSid: text('channel'),
		attributes: text('attributes') || '{}',
		...number('priority'),
		...number('timeout'),
		wait: {
			...(text('waitUrl') !== '' && { waitUrl: text('waitUrl') }),
			...(text('waitUrlMethod') !== '' && { waitUrlMethod: text('waitUrlMethod') }),
		},
	};
	checkHandoff(run.world, handoff);
	return handoff;
}

function checkHandoff(world: World, { attributes, workflowSid, channelSid }: Handoff): void {
	readAttributes(attributes);
	if (!holds(world, 'send-to-flex-limit') && attributes.length > MAX_ATTRIBUTES) {
		throw new Error(`the attributes have ${attributes.length} characters, more than ${MAX_ATTRIBUTES}`);
	}
	if (!world.workflows.has(workflowSid)) throw new Error(`workflow "${workflowSid}" not found`);
	if (!findTaskChannel(world, channelSid)) throw new Error(`task channel "${channelSid}" not found`);
}

/** The task is created when the call follows the TwiML. */
function enqueue(handoff: Handoff, webhookUrl: string): Waiting {
	const { workflowSid, attributes, priority, timeout, wait } = handoff;
	const response = new VoiceResponse();
	response.enqueue({ workflowSid, action: returnUrl(webhookUrl, 'return'), ...wait }).task(
		{ ...(priority !== undefined && { priority }), ...(timeout !== undefined && { timeout }) },
		// GUESS(send-to-flex-characters): Studio also keeps every character of the attributes. A call with U+FFFE would
		// settle it.
		xmlSafe(attributes),
	);
	return {
		twiml: response.toString(),
		returned: (form) => ({
			event: toEvent(form.get('QueueResult')),
			output: { ...Object.fromEntries(form), FlexContextSid: sid('HQ') },
		}),
		note: `put the call into the queue of workflow ${workflowSid}`,
	};
}

/**
 * The event for a queue result, as documented for the Enqueue Call widget (GUESS(send-to-flex-queue-results): this
 * widget does the same): https://www.twilio.com/docs/studio/widget-library/enqueue-call
 */
function toEvent(queueResult: string | null): string {
	if (queueResult === 'system-error') return 'callFailure';
	return queueResult === 'queue-full' || queueResult === 'error' ? 'failedToEnqueue' : 'callComplete';
}

/**
 * Removes Studio's webhook: from now on only the agent replies, and the customer must not get two replies. The output is
 * the interaction (github.com/twilio/ai, twilio-studio-flows). GUESS(flex-context-prefix): the prefix of
 * `FlexContextSid` is that of `InteractionContextSid` in twilio-oai `twilio_flex_v1.json`.
 */
function interact(handoff: Handoff, conversation: ClassicConversation, { world, context }: Run): Done {
	const { workflowSid, channelSid, attributes, priority, timeout } = handoff;
	const customer = conversation.participants.find(({ address, identity }) => address ?? identity);
	const interaction = createInteraction(world, {
		channel: {
			type: channelType(customer?.address),
			initiated_by: 'customer',
			properties: { media_channel_sid: conversation.sid },
		},
		routing: {
			properties: {
				workspace_sid: world.workspaceSid,
				workflow_sid: workflowSid,
				task_channel_sid: findTaskChannel(world, channelSid)?.sid ?? channelSid,
				attributes,
				...(priority !== undefined && { priority }),
				...(timeout !== undefined && { timeout }),
			},
		},
		customerAddress: customer?.address ?? customer?.identity ?? context.contact.channel.address,
		customerName: conversation.friendlyName,
	});
	conversation.handedOff = true;
	context.flow.channel.status = 'handed off';
	conversation.webhooks = conversation.webhooks.filter(({ target }) => target !== 'studio');
	return {
		event: 'callComplete',
		output: { ...viewInteraction(interaction), FlexContextSid: sid('HQ') },
		note: `handed ${conversation.sid} off as task ${interaction.taskSid} and removed the onMessageAdded webhook`,
	};
}

/** A web chat's customer has an identity and no address. */
function channelType(address: string | null | undefined): 'sms' | 'whatsapp' | 'rcs' | 'web' {
	if (!address) return 'web';
	if (address.startsWith('whatsapp:')) return 'whatsapp';
	return address.startsWith('rcs:') ? 'rcs' : 'sms';
}

function wholeNumber(name: 'priority' | 'timeout', text: string): { [key in typeof name]?: number } {
	if (text === '') return {};
	if (!/^\d+$/.test(text)) throw new Error(`${name} "${text}" is not a whole number`);
	return { [name]: Number(text) };
}

/** Escapes the two characters that are valid in JSON and not in XML 1.0. */
function xmlSafe(json: string): string {
	return json.replaceAll('\uFFFE', '\\ufffe').replaceAll('\uFFFF', '\\uffff');
}
