/**
 * A setting of ours is missing or malformed: messaging gets an error that names it, a caller gets the fallback.
 * @module
 */

import { textFor } from '../../src/texts';
import { type LocalStack, type Params, useLocalStack } from '../support/local-stack';
import { expectError, expectTwiml } from './expectations';

const FALLBACK = '+15005550199';
const CUSTOMER = '+15005550123';

/** TAC's request, with no sender in it. */
function handOff(stage: LocalStack) {
	const { conversation } = stage.world.addMessagingConversation({ channel: 'SMS', address: CUSTOMER });
	const { From: _, ...form } = stage.tacForm(conversation, { to: CUSTOMER });
	return stage.post('/handoff', form);
}

/** A call whose session ends with a handoff, all the way to where it waits or ends. */
async function handOffCall(stage: LocalStack) {
	const { call } = stage.world.addVoiceConversation({ from: CUSTOMER });
	await stage.emulator.phone.endConversationRelay(call, {
		actionUrl: stage.laptop.handoffUrl,
		handoffData: '{}',
	});
	return call;
}

describe('with a malformed flow SID, and nothing to route calls by', () => {
	const stage = useLocalStack({
		settings: { TWILIO_STUDIO_HANDOFF_FLOW_SID: 'FW123', TWILIO_FLEX_WORKFLOW_SID: '' },
	});

	test('an error of messaging names the setting, not its value', async () => {
		const answer = await handOff(stage);
		expectError(answer, { status: 500, code: 'misconfigured', field: 'TWILIO_STUDIO_HANDOFF_FLOW_SID' });
		expect(answer.text).not.toContain('FW123');
	});

	test('a caller hears an apology', async () => {
		const call = await handOffCall(stage);
		expect(call.events).toEqual([`Say "${textFor({}, 'HANDOFF_CALL_APOLOGY')}"`, 'Hangup']);
	});
});

describe('without a sender, nothing to route calls by, and a number to fall back to', () => {
	const stage = useLocalStack({
		settings: { TWILIO_PHONE_NUMBER: '', TWILIO_FLEX_WORKFLOW_SID: '', HANDOFF_FALLBACK_NUMBER: FALLBACK },
	});

	test('a handoff without From gets an error that names the missing setting', async () => {
		expect(await handOff(stage)).toMatchObject({
			status: 500,
			body: { error: { code: 'misconfigured', field: 'TWILIO_PHONE_NUMBER', retryable: false } },
		});
		expect(stage.started()).toEqual([]);
	});

	test('a handoff whose From names a sender succeeds', async () => {
		const { conversation } = stage.world.addMessagingConversation({ channel: 'SMS', address: CUSTOMER });
		const answer = await stage.post('/handoff', stage.tacForm(conversation, { to: CUSTOMER }));
		expect(answer.status).toBe(201);
		await stage.emulator.runner.idle();
	});

	test('a caller is put through to the fallback number', async () => {
		const call = await handOffCall(stage);
		expect(call.events).toEqual([`Dial ${FALLBACK}`]);
	});

	test.each<[string, Params, string[]]>([
		['TaskRouter refused the call: that number is dialed', { QueueResult: 'system-error' }, ['Dial']],
		['that number was talked to: the call ends', { DialCallStatus: 'completed' }, ['Hangup']],
		['that number did not answer: an apology', { DialCallStatus: 'no-answer' }, ['Say', 'Hangup']],
	])('%s', async (_, fields, verbs) => {
		const answer = await stage.post('/handoff', stage.callForm(fields));
		expect(expectTwiml(answer).map(({ name }) => name)).toEqual(verbs);
	});
});

describe('with texts, a voice, hold music and priorities that are malformed', () => {
	const stage = useLocalStack({
		settings: {
			HANDOFF_CALL_GREETING: '<Hangup/>',
			HANDOFF_VOICE: 'Jonna',
			HANDOFF_HOLD_MUSIC: 'music.mp3',
			HANDOFF_PRIORITIES: 'vip',
		},
	});

	test('a caller waits in the queue all the same', async () => {
		const call = await handOffCall(stage);
		expect(call.events).toEqual([`Enqueue ${stage.world.workflowSid}`]);
		const [enqueue, ...others] = expectTwiml(await stage.post('/handoff', stage.callForm({})));
		expect(others).toEqual([]);
		expect(enqueue?.attributes).not.toHaveProperty('waitUrl');
	});

	test('a chat is handed over', async () => {
		expect((await handOff(stage)).status).toBe(201);
		await stage.emulator.runner.idle();
	});
});
