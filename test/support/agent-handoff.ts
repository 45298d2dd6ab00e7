/**
 * The project's flow in a world, as a deployment publishes it.
 * @module
 */
import type { Flow, World } from '../../emulator/core/world';
import { addFlow } from '../../emulator/products/studio/flows';
import type { Settings } from '../../src/settings';
import template from '../../studio/agent-handoff.json';
import { renderFlow } from '../../studio/render/render';
import { adaptedValues } from '../../tools/account/studio/flow-values';

/** Nothing listens there. */
const NOWHERE = 'http://127.0.0.1:9';

/** What differs from a flow that fits its account. */
export interface FlowOptions {
	readonly functionsUrl?: string;
	readonly fallbackNumber?: string;
	/** What is adapted: texts, hold music, a SIP fallback. */
	readonly settings?: Settings;
	/** The workflow and the chat channel that the flow is rendered with; by default the account's own. */
	readonly workflowSid?: string;
	readonly chatChannelSid?: string;
}

export function publishFlow(world: World, options: FlowOptions = {}): Flow {
	const definition = renderFlow(
		{
			FUNCTIONS_URL: options.functionsUrl ?? NOWHERE,
			TWILIO_FLEX_WORKFLOW_SID: options.workflowSid ?? world.workflowSid,
			TWILIO_FLEX_VOICE_CHANNEL_SID: world.voiceChannelSid,
			TWILIO_FLEX_CHAT_CHANNEL_SID: options.chatChannelSid ?? world.chatChannelSid,
			...adaptedValues(options.settings ?? {}),
			...(options.fallbackNumber !== undefined && { HANDOFF_FALLBACK_NUMBER: options.fallbackNumber }),
			TWILIO_PHONE_NUMBER: world.phoneNumber,
		},
		template,
	);
	return addFlow(world, definition);
}
