/**
 * A virtual agent built with Twilio Agent Connect in TypeScript: SMS and calls.
 *
 * NOT COMPILED HERE: follows the source of `twilio-agent-connect`, which needs Node.js 22.13 and was not on npm in
 * November 2026 (github.com/twilio/twilio-agent-connect-typescript). With the package in a project of yours:
 *
 *     source .emulator/env.sh && npx tsx agent.ts
 *
 * Don't stream the turn that hands off: the package sends the handoff only from `sendResponse`.
 */
import {
	createStudioHandoffTool,
	SMSChannel,
	TAC,
	TACConfig,
	TACServer,
	VoiceChannel,
} from 'twilio-agent-connect';

const PERSON = /\b(person|human|agent|someone|representative|operator|people)\b/i;

const tac = await TAC.create({ config: TACConfig.fromEnv() });
tac.registerChannel(new VoiceChannel(tac));
tac.registerChannel(new SMSChannel(tac));

tac.onMessageReady(async ({ message, session }) => {
	if (!PERSON.test(message)) return `You said: ${message}. Ask for a person, and I'll connect you.`;
	// The attributes go under `attributes`: a bare object is lost without an error.
	const tool = createStudioHandoffTool(tac, session, { attributes: { department: 'support' } });
	await tool.implementation({ reason: `The customer said: ${message}` });
	return "I'm transferring you to an agent. One moment, please.";
});

await new TACServer(tac, { voice: { host: '127.0.0.1', port: 8000 }, development: true }).start();
