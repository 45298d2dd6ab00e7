/**
 * The agent's phone numbers as the account has them.
 * Field names: twilio-node 6.2 `rest/api/v2010/account/incomingPhoneNumber.d.ts`.
 * @module
 */
import type { IncomingPhoneNumberInstance } from 'twilio/lib/rest/api/v2010/account/incomingPhoneNumber';
import { redact } from '../../../src/redact';
import { E164 } from '../../../src/settings';
import type { AccountView } from '../account-view';
import { type Sender, sendersOf } from '../agent-connect/senders';
import { asking } from '../asking';

/** The settings of a number that setup may change. */
export const NUMBER_SETTINGS = [
	'voiceUrl',
	'voiceMethod',
	'voiceApplicationSid',
	'trunkSid',
	'smsUrl',
	'smsMethod',
	'smsApplicationSid',
] as const;
/** `''` for what is not set. */
export type NumberSettings = Readonly<Record<(typeof NUMBER_SETTINGS)[number], string>>;

export interface AgentNumber {
	readonly sid: string;
	/** As in `.env`. Not to be shown. */
	readonly address: string;
	/** Safe to show: `TWILIO_PHONE_NUMBER (+*********06)`. */
	readonly label: string;
	readonly voice: boolean;
	readonly sms: boolean;
	readonly settings: NumberSettings;
}

interface AgentNumbers {
	readonly found: readonly AgentNumber[];
	/** Labels of the numbers that the account doesn't have. */
	readonly missing: readonly string[];
}

/**
 * Looks up every phone number in `.env`. Malformed ones are left out: agent-connect/settings reports them.
 * @throws {HandoffError} when Twilio does not respond
 */
export function readNumbers(account: AccountView): Promise<AgentNumbers> {
	return account.once('phone-numbers', async () => {
		const senders = sendersOf(account.environment).filter(
			({ channel, address }) => channel === 'PHONE' && E164.test(address),
		);
		const looked = await Promise.all(
			senders.map(async (sender) => ({ sender, number: await find(account, sender) })),
		);
		return {
			found: looked.flatMap(({ sender, number }) => (number ? [agentNumber(sender, number)] : [])),
			missing: looked.flatMap(({ sender, number }) => (number ? [] : [labelOf(sender)])),
		};
	});
}

/** The settings in the shape that setup compares and writes. */
export function settingsOf(number: IncomingPhoneNumberInstance): NumberSettings {
	return {
		voiceUrl: number.voiceUrl || '',
		voiceMethod: number.voiceMethod || '',
		voiceApplicationSid: number.voiceApplicationSid || '',
		trunkSid: number.trunkSid || '',
		smsUrl: number.smsUrl || '',
		smsMethod: number.smsMethod || '',
		smsApplicationSid: number.smsApplicationSid || '',
	};
}

/** The filter matches parts of numbers too, so each result is compared. */
async function find({ twilio }: AccountView, { address }: Sender) {
	return asking('looking up the phone numbers', async () => {
		const numbers = await twilio.incomingPhoneNumbers.list({ phoneNumber: address, limit: 20 });
		return numbers.find(({ phoneNumber }) => phoneNumber === address);
	});
}

function agentNumber(sender: Sender, number: IncomingPhoneNumberInstance): AgentNumber {
	// The SDK's type allows a number without capabilities.
	const { voice, sms }: { voice?: boolean; sms?: boolean } = number.capabilities ?? {};
	return {
		sid: number.sid,
		address: sender.address,
		label: labelOf(sender),
		voice: voice ?? false,
		sms: sms ?? false,
		settings: settingsOf(number),
	};
}

function labelOf({ setting, address }: Sender): string {
	return `${setting} (${redact(address)})`;
}
