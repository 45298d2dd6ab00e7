/**
 * What answers when a customer calls or writes to a number.
 * @module
 */
import { fromTwilio, statusOf } from '../../src/twilio/errors';
import type { AccountView } from '../account-view';
import { showUrl } from '../showing';
import type { NumberSettings } from './numbers';

/** Of Twilio's hosts, the one that new numbers point to, and the one whose URLs start Studio flows. */
const DEMO_HOST = 'demo.twilio.com';
const WEBHOOKS_HOST = 'webhooks.twilio.com';

export interface Answer {
	/** `flow` is also what else Twilio hosts for Flex. `trunk`: whatever is behind it, no API of Twilio's tells. */
	readonly kind: 'nothing' | 'demo' | 'flow' | 'trunk' | 'webhook';
	/** `''` when there is none. */
	readonly url: string;
	/** In words, to go before "answers". */
	readonly what: string;
}

/**
 * A trunk wins over a TwiML app, and that over the number's own URL (incomingPhoneNumber.d.ts).
 * @throws {HandoffError} when Twilio does not answer
 */
export async function answersCalls(account: AccountView, settings: NumberSettings): Promise<Answer> {
	const { trunkSid, voiceApplicationSid, voiceUrl } = settings;
	if (trunkSid !== '') return { kind: 'trunk', url: '', what: `the SIP trunk ${trunkSid}` };
	return voiceApplicationSid === '' ? answerAt(voiceUrl) : viaApp(account, voiceApplicationSid, 'voiceUrl');
}

/** @throws {HandoffError} when Twilio does not answer */
export async function answersMessages(account: AccountView, settings: NumberSettings): Promise<Answer> {
	const { smsApplicationSid, smsUrl } = settings;
	return smsApplicationSid === '' ? answerAt(smsUrl) : viaApp(account, smsApplicationSid, 'smsUrl');
}

export function answerAt(url: string): Answer {
	if (url === '') return { kind: 'nothing', url, what: 'nothing' };
	if (!URL.canParse(url)) return { kind: 'nothing', url, what: 'an address that is no URL, and so nobody,' };
	const { host } = new URL(url);
	if (host === DEMO_HOST) return { kind: 'demo', url, what: 'Twilio’s demo' };
	if (host !== WEBHOOKS_HOST) return { kind: 'webhook', url, what: showUrl(url) };
	const flow = /\/Flows\/(FW[0-9a-f]{32})/i.exec(url)?.[1];
	return { kind: 'flow', url, what: flow === undefined ? showUrl(url) : `the Studio flow ${flow}` };
}

async function viaApp(
	{ twilio }: AccountView,
	applicationSid: string,
	field: 'voiceUrl' | 'smsUrl',
): Promise<Answer> {
	const app = `the TwiML app ${applicationSid}`;
	try {
		const { [field]: url } = await twilio.applications(applicationSid).fetch();
		const answer = answerAt(url || '');
		return { ...answer, what: `${app} (${answer.what})` };
	} catch (error) {
		if (statusOf(error) === 404) return { kind: 'nothing', url: '', what: `${app}, which is gone,` };
		throw fromTwilio('reading a TwiML app', error);
	}
}
