/**
 * What a caller hears when settings adapt it.
 * @module
 */
import { answerCallback } from '../../../src/handoff/voice';
import type { Settings } from '../../../src/settings';
import { callForm, settings, settingsWithout } from '../../support/fixtures';
import { answer, apology, taskOf } from './answer';

const SIP = 'sip:desk@pbx.example.com:5061;transport=tls';
const adapted = (some: Settings): Settings => ({ ...settings, ...some });
const unable = (some: Settings): Settings => ({
	...settingsWithout('TWILIO_FLEX_WORKFLOW_SID'),
	...some,
});

test('a greeting is said before the queue, in the voice', async () => {
	const some = { HANDOFF_CALL_GREETING: 'One moment & "hold on".', HANDOFF_VOICE: 'Google.en-GB-Neural2-A' };
	const { response, outcome } = await answer(callForm, adapted(some));
	expect(outcome).toBe('enqueued');
	expect(Object.keys(Object(response))).toEqual(['Say', 'Enqueue']);
	expect(response).toMatchObject({
		Say: { '#text': 'One moment & "hold on".', '@voice': 'Google.en-GB-Neural2-A', '@language': 'en-GB' },
	});
});

test.each<[string, object, boolean]>([
	['a handoff', {}, true],
	['a handoff that cannot be read', { HandoffData: '{' }, true],
	['the end of a session', { HandoffData: '' }, false],
	['a call that has left the queue', { QueueResult: 'bridged' }, false],
	['the end of the fallback’s call', { DialCallStatus: 'completed' }, false],
])('%s asks for a greeting: %s', async (_, fields, asks) => {
	const greeting = jest.fn(async () => 'One moment.');
	const request = { params: { ...callForm, ...fields }, settings, path: '/handoff' };
	const { twiml } = await answerCallback(request, greeting);
	expect(greeting).toHaveBeenCalledTimes(asks ? 1 : 0);
	expect(twiml.includes('<Say>One moment.</Say><Enqueue')).toBe(asks);
});

test('hold music is the queue’s, with its method', async () => {
	const { response } = await answer(
		callForm,
		adapted({ HANDOFF_HOLD_MUSIC: 'https://example.com/a.mp3?b=1&c=2' }),
	);
	expect(response).toMatchObject({
		Enqueue: { '@waitUrl': 'https://example.com/a.mp3?b=1&c=2', '@waitUrlMethod': 'GET' },
	});
});

test('the apology is the team’s own', async () => {
	const some = { HANDOFF_CALL_APOLOGY: 'Bis später.', HANDOFF_LANGUAGE: 'de-DE' };
	expect((await answer(callForm, unable(some))).response).toEqual({
		Say: { '#text': 'Bis später.', '@language': 'de-DE' },
		Hangup: '',
	});
	expect((await answer({ ...callForm, DialCallStatus: 'no-answer' }, adapted(some))).response).toMatchObject({
		Say: { '#text': 'Bis später.' },
	});
});

test('a priority may be a word of the team’s own', async () => {
	const HandoffData = JSON.stringify({
		...JSON.parse(callForm.HandoffData),
		attributes: { priority: 'vip' },
	});
	const { response } = await answer({ ...callForm, HandoffData }, adapted({ HANDOFF_PRIORITIES: 'vip=50' }));
	expect(response).toMatchObject({ Enqueue: { Task: { '@priority': '50' } } });
});

test('the fallback may be a SIP address', async () => {
	const { response, outcome } = await answer(callForm, unable({ HANDOFF_FALLBACK_NUMBER: SIP }));
	expect(outcome).toBe('fallback_dialed');
	expect(response).toEqual({ Dial: { Sip: SIP, '@action': '/handoff', '@method': 'POST' } });
});

describe('a malformed setting costs no caller the queue', () => {
	test.each<[string, Settings]>([
		['a malformed voice', { HANDOFF_VOICE: 'Jonna' }],
		['a malformed language', { HANDOFF_LANGUAGE: 'klingon' }],
		['hold music that is no URL', { HANDOFF_HOLD_MUSIC: 'music.mp3' }],
		['a greeting with markup', { HANDOFF_CALL_GREETING: '<Hangup/>' }],
		['a greeting with a character that XML has not', { HANDOFF_CALL_GREETING: 'Hello\u0000' }],
		['a greeting that is too long', { HANDOFF_CALL_GREETING: 'x'.repeat(451) }],
		['priorities without numbers', { HANDOFF_PRIORITIES: 'vip' }],
	])('%s', async (_, some) => {
		const { twiml, response } = await answer(callForm, adapted(some));
		expect(twiml).toBe((await answer(callForm)).twiml);
		expect(taskOf(response)).toMatchObject({ handoff: true });
	});

	test('nor the apology', async () => {
		const some = { HANDOFF_CALL_APOLOGY: 'Hello\nyou', HANDOFF_VOICE: 'Jonna' };
		expect((await answer(callForm, unable(some))).response).toEqual(apology);
	});
});
