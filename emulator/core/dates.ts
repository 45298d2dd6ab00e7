/**
 * Dates as Twilio's APIs return them.
 * @module
 */

/** ISO 8601 in seconds: Twilio's dates have no milliseconds. */
export function iso(date: Date): string {
	return date.toISOString().replace(/\.\d+Z$/, 'Z');
}
