/**
 * Messaging Services and their phone numbers, read-only.
 * Field names: twilio-node 6.2 `rest/messaging/v1/service{,/phoneNumber}.d.ts`.
 * @module
 */
import { collections, dates, unset } from '../../core/fields';
import { findOr404, type Router } from '../../core/http';
import { classicPage } from '../../core/paging';
import type { MessagingService, PhoneNumber, World } from '../../core/world';

const HOST = 'messaging.twilio.com';
const SERVICES = '/v1/Services';

/** The settings that a new service has (twilio-node 6.2 `rest/messaging/v1/service.d.ts`). */
const DEFAULTS = {
	sticky_sender: true,
	mms_converter: true,
	smart_encoding: true,
	fallback_to_long_code: true,
	area_code_geomatch: true,
	validity_period: 14_400,
	scan_message_content: 'inherit',
	synchronous_validation: false,
	fallback_method: 'POST',
	usecase: 'undeclared',
	us_app_to_person_registered: false,
	...unset('fallback_url', 'status_callback'),
};

/** Services: list. Their phone numbers: list. */
export function addMessaging(router: Router, world: World): void {
	const { accountSid } = world.account;
	const view = (service: MessagingService) => ({
		sid: service.sid,
		account_sid: accountSid,
		friendly_name: service.friendlyName,
		inbound_request_url: service.inboundRequestUrl,
		inbound_method: service.inboundMethod,
		use_inbound_webhook_on_number: service.useInboundWebhookOnNumber,
		...DEFAULTS,
		...dates(world),
		url: `https://${HOST}${SERVICES}/${service.sid}`,
		links: collections(`https://${HOST}${SERVICES}/${service.sid}`, ['phone_numbers', 'short_codes']),
	});
	const viewNumber = (serviceSid: string, { sid, phoneNumber, capabilities }: PhoneNumber) => ({
		sid,
		account_sid: accountSid,
		service_sid: serviceSid,
		phone_number: phoneNumber,
		country_code: 'US',
		capabilities: [
			...(capabilities.voice ? ['Voice'] : []),
			...(capabilities.sms ? ['SMS'] : []),
			...(capabilities.mms ? ['MMS'] : []),
		],
		...dates(world),
		url: `https://${HOST}${SERVICES}/${serviceSid}/PhoneNumbers/${sid}`,
	});

	router.on('GET', HOST, SERVICES, (request) =>
		classicPage(request, 'services', [...world.messagingServices.values()].map(view)),
	);
	router.on('GET', HOST, `${SERVICES}/{service}/PhoneNumbers`, (request, params) => {
		const service = findOr404(world.messagingServices, params.service, request.path);
		const numbers = service.phoneNumberSids.flatMap((sid) => world.phoneNumbers.get(sid) ?? []);
		return classicPage(
			request,
			'phone_numbers',
			numbers.map((number) => viewNumber(service.sid, number)),
		);
	});
}
