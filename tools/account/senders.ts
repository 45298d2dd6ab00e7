/**
 * The agent's own addresses: those that customers call and write to.
 *
 * TAC 2.5 reads the names in the singular alone (tac/core/config.py). Those in the plural, which take several with commas
 * in between, are read by what comes after it: src/tac/core/config.py of twilio/twilio-agent-connect-python on GitHub.
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

/** All of them, each once a channel. The plural settings hold several with commas in between. */
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

/** The address without its channel: Twilio's products do not agree on the prefix. */
export function bareAddress(address: string): string {
	return address
		.replace(/^[a-z]+:/i, '')
		.trim()
		.toLowerCase();
}
