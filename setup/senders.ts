/**
 * The agent's own addresses: those that customers call and write to. The names are TAC's (tac/core/config.py).
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

/** All of them, each once. The plural settings hold several with commas in between. */
export function sendersOf(environment: Readonly<Record<string, string>>): Sender[] {
	const senders = SETTINGS.flatMap(([setting, channel]) =>
		(environment[setting] ?? '')
			.split(',')
			.map((address) => address.trim())
			.filter((address) => address !== '')
			.map((address): Sender => ({ setting, channel, address })),
	);
	return senders.filter(
		({ address }, index) => senders.findIndex((other) => other.address === address) === index,
	);
}

/** The address without its channel: Twilio's products do not agree on the prefix. */
export function bareAddress(address: string): string {
	return address
		.replace(/^[a-z]+:/i, '')
		.trim()
		.toLowerCase();
}
