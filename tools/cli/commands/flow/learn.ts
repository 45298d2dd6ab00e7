import { join } from 'node:path';
import { isFlowDefinition } from '../../../../studio/definition';
import { learnResumeConversation, respell } from '../../../../studio/learn';
import { RESUME_CONVERSATION } from '../../../../studio/resume-conversation';
import { SetupError } from '../../../account/errors';
import type { Account } from '../../../account/open';
import { ROOT, readTemplate, TEMPLATE_FILE } from '../../../account/project';
import { findLiveFlow } from '../../../account/studio/live-flow';
import { UsageError } from '../../ui/terminal';

import { print, write } from './shared';

const SPELLING = join(ROOT, 'studio', 'resume-conversation.json');

export async function learn({ twilio }: Account, flowSid: string): Promise<void> {
	if (!/^FW[0-9a-f]{32}$/i.test(flowSid))
		throw new UsageError(
			'Provide the SID of a flow created from the template "Twilio Agent Connect - Agent Handoff". Run: npx handoff flow learn FW…',
		);
	const flow = await findLiveFlow(twilio, flowSid);
	if (!flow) throw new SetupError(`Flow ${flowSid} not found.`);
	const learned = learnResumeConversation(flow.definition);
	const template = readTemplate();
	if (!isFlowDefinition(template))
		throw new SetupError(
			'studio/agent-handoff.json is not a flow definition. Run: npx handoff flow validate',
		);
	const respelled = respell(template, RESUME_CONVERSATION, learned);
	const { type, conversationSid, serviceSid, succeeded, failed } = learned;
	write(SPELLING, {
		type,
		conversationSid,
		serviceSid,
		succeeded,
		failed,
		source: 'a flow made from Twilio’s template',
	});
	write(TEMPLATE_FILE, respelled);
	print(
		`✓ Resume Conversation has the widget type "${learned.type}". Next: npm run draw, then npx handoff deploy`,
	);
}
