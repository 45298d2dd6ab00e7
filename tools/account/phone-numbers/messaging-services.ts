/**
 * Messaging Services. Most US numbers are in one, because A2P 10DLC registration requires one.
 * Field names: twilio-node 6.2 `rest/messaging/v1/service{,/phoneNumber}.d.ts`.
 * @module
 */
import type { ServiceInstance } from 'twilio/lib/rest/messaging/v1/service';
import type { AccountView } from '../account-view';
import { asking } from '../asking';

/** With more services than this, numbers aren't looked up: each service takes a request. */
export const MOST_SERVICES = 100;
const AT_ONCE = 20;
/** The API's largest page. */
const NUMBERS_PER_PAGE = 1000;

/** The service that each number is in, by the number's SID. A number is in at most one. */
export type ServicesOfNumbers = ReadonlyMap<string, ServiceInstance>;

/**
 * @returns `undefined` when there are too many services to look through
 * @throws {HandoffError} when Twilio does not respond
 */
export function readServicesOfNumbers(account: AccountView): Promise<ServicesOfNumbers | undefined> {
	return account.once('messaging-services-of-numbers', () => lookThrough(account));
}

async function lookThrough({ twilio }: AccountView): Promise<ServicesOfNumbers | undefined> {
	return asking('looking through the Messaging Services', async () => {
		const most = MOST_SERVICES + 1;
		const services = await twilio.messaging.v1.services.list({ limit: most, pageSize: most });
		if (services.length > MOST_SERVICES) return undefined;
		const found = new Map<string, ServiceInstance>();
		for (let start = 0; start < services.length; start += AT_ONCE) {
			const some = services.slice(start, start + AT_ONCE).map(async (service) => {
				// Not `service.phoneNumbers()`: twilio-node 6.2 loses the service's SID when the service comes from a list.
				const { phoneNumbers } = twilio.messaging.v1.services(service.sid);
				const numbers = await phoneNumbers.list({ pageSize: NUMBERS_PER_PAGE });
				for (const { sid } of numbers) found.set(sid, service);
			});
			await Promise.all(some);
		}
		return found;
	});
}
