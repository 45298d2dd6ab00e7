/**
 * Resume Conversation is spelled as the one place that knows says.
 * @module
 */
import type { FlowDefinition } from '../definition';
import { sidProperties } from '../learn';
import { RESUME_CONVERSATION } from '../resume-conversation';
import { WIDGET_TYPES } from '../widget-types';

/** @returns what is wrong, in sentences that name the widget and what to do */
export function checkResumeConversation({ states }: FlowDefinition): string[] {
	const { type: spelled, conversationSid, serviceSid } = RESUME_CONVERSATION;
	return states.flatMap(({ name, type, properties }) => {
		if (type === spelled) {
			return [conversationSid, serviceSid]
				.filter((key) => typeof properties[key] !== 'string' || properties[key] === '')
				.map((key) => `${name}: Resume Conversation needs the property "${key}". Put the SID there.`);
		}
		const looksLikeIt = /resume/i.test(type) || (!WIDGET_TYPES.has(type) && sidProperties({ properties }));
		if (!looksLikeIt) return [];
		return [
			`${name}: this looks like Resume Conversation, whose type is "${spelled}" as far as we know, not "${type}". If Studio made this widget, run npm run flow -- learn with the flow it is in.`,
		];
	});
}
