/**
 * Resume Conversation is defined as in `resume-conversation.json`.
 * @module
 */
import type { FlowDefinition } from '../definition';
import { sidProperties } from '../learn';
import { RESUME_CONVERSATION } from '../resume-conversation';
import { WIDGET_TYPES } from '../widget-types';

/** @returns each problem in a sentence that names the widget and the fix */
export function checkResumeConversation({ states }: FlowDefinition): string[] {
	const { type: spelled, conversationSid, serviceSid } = RESUME_CONVERSATION;
	return states.flatMap(({ name, type, properties }) => {
		if (type === spelled) {
			return [conversationSid, serviceSid]
				.filter((key) => typeof properties[key] !== 'string' || properties[key] === '')
				.map((key) => `${name}: Resume Conversation needs the property "${key}". Set it to the SID.`);
		}
		const looksLikeIt = /resume/i.test(type) || (!WIDGET_TYPES.has(type) && sidProperties({ properties }));
		if (!looksLikeIt) return [];
		return [
			`${name}: looks like Resume Conversation, but its type is "${type}", not "${spelled}". If Studio created this widget, run \`npx handoff flow learn\` with the SID of its flow.`,
		];
	});
}
