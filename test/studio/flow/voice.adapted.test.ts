/**
 * The flow says and plays to a caller what `/handoff` does, from the same settings.
 * @module
 */
import { parseTwiml, type Verb } from '../../../emulator/products/voice/twiml';
import { answerCallback } from '../../../src/handoff/voice';
import type { Settings } from '../../../src/settings';
import { textFor } from '../../../src/texts';
import { useCannedFunctions } from '../../support/canned-functions';
import { callForm, settings, settingsWithout } from '../../support/fixtures';
import { CUSTOMER, callThatEnds, deployed } from '../../support/studio-account';

const functions = useCannedFunctions();

const ADAPTED: Settings = {
	HANDOFF_CALL_GREETING: 'One moment & "hold on".',
	HANDOFF_CALL_APOLOGY: 'Leider nein.',
	HANDOFF_VOICE: 'Google.de-DE-Neural2-A',
	HANDOFF_LANGUAGE: 'en-US',
	HANDOFF_HOLD_MUSIC: 'POST https://example.com/hold?a=1&b=2',
	HANDOFF_FALLBACK_NUMBER: 'sip:desk@pbx.example.com',
};
const caller = { ...callForm, From: CUSTOMER };

const account = (some: Settings, workflowSid?: string) => {
	functions.settings = some;
	return deployed({
		functionsUrl: functions.url,
		settings: some,
		...(workflowSid !== undefined && { workflowSid }),
	});
};

const ofHandoff = async (params: object, some: Settings): Promise<readonly Verb[]> => {
	const greeting = async () => textFor(some, 'HANDOFF_CALL_GREETING');
	const request = { params: { ...params }, settings: some, path: '/handoff' };
	return parseTwiml((await answerCallback(request, greeting)).twiml);
};

const verb = (verbs: readonly Verb[], name: string): Verb => {
	const found = verbs.find((each) => each.name === name);
	if (!found) throw new Error(`no <${name}> among ${verbs.map((each) => each.name).join(', ')}`);
	return found;
};

test.each<[string, Settings]>([
	['in a voice', ADAPTED],
	['in a language', { HANDOFF_CALL_GREETING: 'Einen Moment.', HANDOFF_LANGUAGE: 'de-DE' }],
	['with nothing else set', { HANDOFF_CALL_GREETING: 'One moment.' }],
])('the flow says a greeting %s and plays hold music as /handoff does', async (_, some) => {
	const studio = account(some);
	const expected = await ofHandoff(callForm, { ...settings, ...some });
	expect(verb(await studio.callIn(caller), 'Say')).toEqual(verb(expected, 'Say'));
	const { waitUrl, waitUrlMethod } = verb(expected, 'Enqueue').attributes;
	const { attributes } = verb(await studio.comeBack(caller), 'Enqueue');
	expect([attributes.waitUrl, attributes.waitUrlMethod]).toEqual([waitUrl, waitUrlMethod]);
});

test('without a greeting the caller is in the queue at once', async () => {
	const verbs = await account({ HANDOFF_VOICE: 'Polly.Joanna' }).callIn(caller);
	expect(verbs.map(({ name }) => name)).toEqual(['Enqueue']);
});

test('the greeting is that of the Functions, which know whether an agent is available', async () => {
	const studio = account({ HANDOFF_CALL_GREETING: 'One moment.' });
	functions.settings = { HANDOFF_CALL_GREETING: 'No agent "here" & now.' };
	const [say] = await studio.callIn(caller);
	expect(say).toMatchObject({ name: 'Say', text: 'No agent "here" & now.' });
});

test('when no Function responds, the caller hears the flow’s own greeting', async () => {
	const studio = deployed({ settings: { HANDOFF_CALL_GREETING: 'One moment.' } });
	expect(await studio.callIn(caller)).toMatchObject([{ name: 'Say', text: 'One moment.' }, {}]);
});

test('a SIP fallback is dialed, and when it does not answer the apology is the team’s own', async () => {
	const { HANDOFF_CALL_GREETING: _, ...some } = ADAPTED;
	const studio = account(some, 'WWnone');
	const unable = { ...settingsWithout('TWILIO_FLEX_WORKFLOW_SID'), ...some };
	const [dial] = await studio.callIn(caller);
	expect(dial?.children).toEqual(verb(await ofHandoff(callForm, unable), 'Dial').children);
	const [say] = await studio.comeBack({ ...caller, DialCallStatus: 'no-answer' });
	expect(say).toEqual(verb(await ofHandoff({ ...callForm, DialCallStatus: 'no-answer' }, unable), 'Say'));
});

test('the emulator’s phone hears the greeting, and dials the SIP address when the queue fails', async () => {
	const { call, execution } = await callThatEnds(account(ADAPTED, 'WWnone'), callForm.HandoffData);
	expect(call.events).toEqual([`Say "${ADAPTED.HANDOFF_CALL_GREETING}"`, 'Dial sip:desk@pbx.example.com']);
	expect(execution.status).toBe('active');
});
