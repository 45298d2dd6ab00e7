/**
 * A phone call, as Twilio has it.
 * @module
 */
import type { Twilio } from 'twilio';
import { textAt } from '../../src/json';
import { getJson } from '../../src/twilio/get-json';
import { askingFor } from './asking';
import { isoOf } from './format';

export interface PhoneCall {
	readonly status: string;
	readonly direction: string;
	readonly from: string;
	readonly to: string;
	readonly startedAt: string | undefined;
	readonly endedAt: string | undefined;
}

/** @throws {HandoffError} when Twilio cannot be read */
export async function readCall(twilio: Twilio, callSid: string): Promise<PhoneCall | 'missing'> {
	const uri = `https://api.twilio.com/2010-04-01/Accounts/${twilio.accountSid}/Calls/${callSid}.json`;
	// Not `.fetch()`: where a date is missing the SDK puts the present.
	const call = await askingFor('reading the call', () => getJson(twilio, uri));
	if (!call) return 'missing';
	const text = (name: string) => textAt(call, name) ?? '';
	return {
		status: text('status'),
		direction: text('direction'),
		from: text('from'),
		to: text('to'),
		startedAt: isoOf(text('start_time')) ?? isoOf(text('date_created')),
		endedAt: isoOf(text('end_time')),
	};
}

/** Whether it has not ended yet. */
export function isOngoing({ status }: PhoneCall): boolean {
	return ['queued', 'initiated', 'ringing', 'in-progress'].includes(status);
}
