/**
 * What a caller hears when settings adapt it.
 * @module
 */
import { answerCallback, isEnqueuing } from '../../../src/handoff/voice';
import type { Settings } from '../../../src/settings';
import { callForm, settings, settingsWithout } from '../../support/fixtures';
import { answer, apology, taskOf } from './answer';

const SIP = 'sip:desk@pbx.example.com:5061;transport=tls';
const adapted = (some: Settings): Settings => ({ ...settings, ...some });
const unable = (some: Settings): Settings => ({
	...settingsWithout('TWILIO_FLEX_WORKFLOW_SID'),
	...some,
});

test('a greeting is said before the queue, in the voice', () => {
	const some = { HANDOFF_CALL_GREETING: 'One moment & "hold on".', HANDOFF_VOICE: 'Google.en-GB-Neural2-A' };
	const { response, outcome } = answer(callForm, adapted(some));
	expect(outcome).toBe('enqueued');
	expect(Object.keys(Object(response))).toEqual(['Say', 'Enqueue']);
	expect(response).toMatchObject({
		Say: { '#text': 'One moment & "hold on".', '@voice': 'Google.en-GB-Neural2-A', '@language': 'en-GB' },
	});
});

test('a caller whom no agent could take now hears so before the queue', () => {
	const { twiml } = answerCallback({
		params: callForm,
		settings: adapted({ HANDOFF_CALL_GREETING: 'One moment.' }),
		path: '/handoff',
		isAgentAvailable: false,
	});
	expect(twiml).toMatch(/<Response><Say>No agent is available right now[^<]*<\/Say><Enqueue/);
});

test.each<[string, object, boolean]>([
	['a handoff', {}, true],
	['the end of a session', { HandoffData: '' }, false],
	['a call that has left the queue', { QueueResult: 'bridged' }, false],
	['the end of the fallback’s call', { DialCallStatus: 'completed' }, false],
])('for %s, whether an agent is available matters: %s', (_, fields, matters) => {
	expect(isEnqueuing({ params: { ...callForm, ...fields } })).toBe(matters);
});

test('hold music is the queue’s, with its method', () => {
	const { response } = answer(callForm, adapted({ HANDOFF_HOLD_MUSIC: 'https://example.com/a.mp3?b=1&c=2' }));
	expect(response).toMatchObject({
		Enqueue: { '@waitUrl': 'https://example.com/a.mp3?b=1&c=2', '@waitUrlMethod': 'GET' },
	});
});

test('the apology is the team’s own', () => {
	const some = { HANDOFF_CALL_APOLOGY: 'Bis später.', HANDOFF_LANGUAGE: 'de-DE' };
	expect(answer(callForm, unable(some)).response).toEqual({
		Say: { '#text': 'Bis später.', '@language': 'de-DE' },
		Hangup: '',
	});
	expect(answer({ ...callForm, DialCallStatus: 'no-answer' }, adapted(some)).response).toMatchObject({
		Say: { '#text': 'Bis später.' },
	});
});

test('a priority may be a word of the team’s own', () => {
	const HandoffData = JSON.stringify({
		...JSON.parse(callForm.HandoffData),
		attributes: { priority: 'vip' },
	});
	const { response } = answer({ ...callForm, HandoffData }, adapted({ HANDOFF_PRIORITIES: 'vip=50' }));
	expect(response).toMatchObject({ Enqueue: { Task: { '@priority': '50' } } });
});

test('the fallback may be a SIP address', () => {
	const { response, outcome } = answer(callForm, unable({ HANDOFF_FALLBACK_NUMBER: SIP }));
	expect(outcome).toBe('fallback_dialed');
	expect(response).toEqual({ Dial: { Sip: SIP, '@action': '/handoff', '@method': 'POST' } });
});

describe('a malformed setting costs no caller the queue', () => {
	test.each<[string, Settings]>([
		['an unknown voice', { HANDOFF_VOICE: 'Polly.Jonna' }],
		['an unknown language', { HANDOFF_LANGUAGE: 'klingon' }],
		['hold music that is no URL', { HANDOFF_HOLD_MUSIC: 'music.mp3' }],
		['a greeting with markup', { HANDOFF_CALL_GREETING: '<Hangup/>' }],
		['a greeting with a character that XML has not', { HANDOFF_CALL_GREETING: 'Hello\u0000' }],
		['a greeting that is too long', { HANDOFF_CALL_GREETING: 'x'.repeat(451) }],
		['priorities without numbers', { HANDOFF_PRIORITIES: 'vip' }],
	])('%s', (_, some) => {
		const { twiml, response } = answer(callForm, adapted(some));
		expect(twiml).toBe(answer(callForm).twiml);
		expect(taskOf(response)).toMatchObject({ handoff: true });
	});

	test('nor the apology', () => {
		const some = { HANDOFF_CALL_APOLOGY: 'Hello\nyou', HANDOFF_VOICE: 'Polly.Jonna' };
		expect(answer(callForm, unable(some)).response).toEqual(apology);
	});
});
