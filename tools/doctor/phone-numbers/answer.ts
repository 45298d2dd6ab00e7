/**
 * What answers when a customer calls or texts a number.
 * @module
 */

import type { AccountView } from '../../account/account-view';
import { askingFor } from '../../account/asking';
import { showUrl } from '../../account/format';
import type { NumberSettings } from '../../account/phone-numbers/phone-numbers';
import { flowInWords } from '../../account/studio/flow';

/** Twilio's hosts: new numbers point to the first; URLs of the second start Studio flows. */
const DEMO_HOST = 'demo.twilio.com';
const WEBHOOKS_HOST = 'webhooks.twilio.com';

export interface Answer {
	/** `flow`: also other webhooks that Twilio hosts for Flex. `trunk`: no API says what is behind it. */
	readonly kind: 'nothing' | 'demo' | 'flow' | 'trunk' | 'webhook';
	/** `''` when there is none. */
	readonly url: string;
	/** Twilio's when nothing is set: POST. */
	readonly method: string;
	/** In words, to go before "answers". */
	readonly what: string;
}

/**
 * A trunk takes precedence over a TwiML app, and that over the number's own URL (incomingPhoneNumber.d.ts).
 * @throws {HandoffError} when Twilio does not respond
 */
export async function answersCalls(account: AccountView, settings: NumberSettings): Promise<Answer> {
	const { trunkSid, voiceApplicationSid, voiceUrl, voiceMethod } = settings;
	if (trunkSid !== '') return { kind: 'trunk', url: '', method: '', what: `the SIP trunk ${trunkSid}` };
	return voiceApplicationSid === ''
		? answerAt(account, voiceUrl, voiceMethod)
		: viaApp(account, voiceApplicationSid, 'voice');
}

/** @throws {HandoffError} when Twilio does not respond */
export async function answersMessages(account: AccountView, settings: NumberSettings): Promise<Answer> {
	const { smsApplicationSid, smsUrl, smsMethod } = settings;
	return smsApplicationSid === ''
		? answerAt(account, smsUrl, smsMethod)
		: viaApp(account, smsApplicationSid, 'sms');
}

/** What answers at a URL, by its host. */
export function kindOf(url: string): Exclude<Answer['kind'], 'trunk'> {
	if (!URL.canParse(url)) return 'nothing';
	const { host } = new URL(url);
	return host === DEMO_HOST ? 'demo' : host === WEBHOOKS_HOST ? 'flow' : 'webhook';
}

export async function answerAt(account: AccountView, url: string, setMethod: string): Promise<Answer> {
	const kind = kindOf(url);
	const method = setMethod.toUpperCase() || 'POST';
	if (kind === 'nothing') {
		return { kind, url, method, what: url === '' ? 'nothing' : 'an invalid URL' };
	}
	if (kind === 'demo') return { kind, url, method, what: 'Twilio’s demo' };
	const flowSid = /\/Flows\/(FW[0-9a-f]{32})/i.exec(kind === 'flow' ? url : '')?.[1];
	const what = flowSid === undefined ? showUrl(url) : await flowInWords(account, flowSid);
	return { kind, url, method, what };
}

async function viaApp(account: AccountView, applicationSid: string, use: 'voice' | 'sms'): Promise<Answer> {
	const app = `the TwiML app ${applicationSid}`;
	const found = await askingFor('reading a TwiML app', () =>
		account.twilio.applications(applicationSid).fetch(),
	);
	if (!found) return { kind: 'nothing', url: '', method: '', what: `${app} (not found)` };
	const answer = await answerAt(account, found[`${use}Url`] || '', found[`${use}Method`] || '');
	return { ...answer, what: `${app} (${answer.what})` };
}
