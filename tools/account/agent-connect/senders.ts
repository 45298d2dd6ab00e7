/**
 * The virtual agent's senders: the addresses that customers call and write to.
 *
 * TAC 2.5 reads only the singular names (tac/core/config.py). Later versions also read the plural names, which hold
 * several addresses separated by commas: src/tac/core/config.py of twilio/twilio-agent-connect-python on GitHub.
 * @module
 */

export interface Sender {
	/** The name in `.env`. */
	readonly setting: string;
	readonly channel: 'PHONE' | 'WHATSAPP' | 'RCS';
	/** As in `.env`: `+1…`, `whatsapp:+1…`, or an RCS sender's id. */
	readonly address: string;
}

const SETTINGS = [
	['TWILIO_PHONE_NUMBER', 'PHONE'],
	['TWILIO_PHONE_NUMBERS', 'PHONE'],
	['TWILIO_WHATSAPP_NUMBER', 'WHATSAPP'],
	['TWILIO_WHATSAPP_NUMBERS', 'WHATSAPP'],
	['TWILIO_RCS_SENDER_ID', 'RCS'],
	['TWILIO_RCS_SENDER_IDS', 'RCS'],
] as const;

/** All senders in `.env`, each once per channel. */
export function sendersOf(environment: Readonly<Record<string, string>>): Sender[] {
	const senders = SETTINGS.flatMap(([setting, channel]) =>
		(environment[setting] ?? '')
			.split(',')
			.map((address) => address.trim())
			.filter((address) => address !== '')
			.map((address): Sender => ({ setting, channel, address })),
	);
	return senders.filter(
		({ channel, address }, index) =>
			senders.findIndex((other) => other.channel === channel && other.address === address) === index,
	);
}
