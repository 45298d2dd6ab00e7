/**
 * The widgets that the emulator can run, by their `type` in a flow definition.
 * @module
 */
import { RESUME_CONVERSATION } from '../../../../studio/resume-conversation';
import type { Widget } from '../runner/widget';
import { connectCallTo } from './connect-call-to';
import { makeHttpRequest } from './make-http-request';
import { resumeConversation } from './resume-conversation';
import { sayPlay } from './say-play';
import { sendMessage } from './send-message';
import { sendToFlex } from './send-to-flex';
import { setVariables } from './set-variables';
import { splitBasedOn } from './split-based-on';
import { trigger } from './trigger';

export const widgets: ReadonlyMap<string, Widget> = new Map([
	['trigger', trigger],
	['make-http-request', makeHttpRequest],
	['set-variables', setVariables],
	['split-based-on', splitBasedOn],
	['send-to-flex', sendToFlex],
	[RESUME_CONVERSATION.type, resumeConversation],
	['say-play', sayPlay],
	['connect-call-to', connectCallTo],
	['send-message', sendMessage],
]);
