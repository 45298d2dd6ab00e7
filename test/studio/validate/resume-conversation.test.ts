/**
 * Resume Conversation, whose spelling is a guess.
 * @module
 */
import type { FlowDefinition } from '../../../studio/definition';
import { RESUME_CONVERSATION } from '../../../studio/resume-conversation';
import { validateFlow } from '../../../studio/validate/validate';
import { edited, widget } from '../../support/flow-edits';

const problemsOf = (edit: (flow: FlowDefinition) => void) => validateFlow(edited(edit));

test.each([RESUME_CONVERSATION.conversationSid, RESUME_CONVERSATION.serviceSid])(
	'Resume Conversation must have the property %s',
	(key) => {
		const problems = problemsOf((flow) =>
			Reflect.deleteProperty(widget(flow, 'resume_conversation').properties, key),
		);
		expect(problems).toEqual([expect.stringMatching(`^resume_conversation: .*needs the property "${key}"`)]);
	},
);

test.each(['resumeConversation', 'attach-channel'])(
	'a widget of type %s that looks like Resume Conversation is a problem',
	(type) => {
		const problems = problemsOf((flow) => Object.assign(widget(flow, 'resume_conversation'), { type }));
		expect(problems).toEqual([expect.stringMatching(`^resume_conversation: .*"${type}".*flow learn`)]);
	},
);
