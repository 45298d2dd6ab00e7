/**
 * Messaging Services and the numbers in them, to be read.
 * Field names: twilio-node 6.2 `rest/messaging/v1/service{,/phoneNumber}.d.ts`.
 * @module
 */
import { notFound, type Router } from '../../core/http';
import { classicPage } from '../../core/paging';
import type { MessagingService, PhoneNumber, World } from '../../core/world';

const HOST = 'messaging.twilio.com';
const COLLECTION = '/v1/Services';

/** Services: list, fetch. Their phone numbers: list, fetch. */
export function addMessaging(router: Router, world: World): void {
	const { accountSid } = world.account;
	const find = (sid: string | undefined, path: string): MessagingService => {
		const service = world.messagingServices.get(sid ?? '');
		if (!service) throw notFound(path);
		return service;
	};
	const numbersOf = ({ phoneNumberSids }: MessagingService): PhoneNumber[] =>
		phoneNumberSids.flatMap((sid) => world.phoneNumbers.get(sid) ?? []);
	const view = (service: MessagingService) => ({
		sid: service.sid,
		account_sid: accountSid,
		friendly_name: service.friendlyName,
		inbound_request_url: service.inboundRequestUrl,
		inbound_method: service.inboundMethod,
		use_inbound_webhook_on_number: service.useInboundWebhookOnNumber,
		url: `https://${HOST}${COLLECTION}/${service.sid}`,
	});
	const viewNumber = (service: MessagingService, { sid, phoneNumber, capabilities }: PhoneNumber) => ({
		sid,
		account_sid: accountSid,
		service_sid: service.sid,
		phone_number: phoneNumber,
		capabilities: [
			...(capabilities.voice ? ['Voice'] : []),
			...(capabilities.sms ? ['SMS'] : []),
			...(capabilities.mms ? ['MMS'] : []),
		],
		url: `https://${HOST}${COLLECTION}/${service.sid}/PhoneNumbers/${sid}`,
	});

	router.on('GET', HOST, COLLECTION, (request) =>
		classicPage(request, 'services', [...world.messagingServices.values()].map(view)),
	);
	router.on('GET', HOST, `${COLLECTION}/{service}`, (request, params) => ({
		status: 200,
		body: view(find(params.service, request.path)),
	}));
	router.on('GET', HOST, `${COLLECTION}/{service}/PhoneNumbers`, (request, params) => {
		const service = find(params.service, request.path);
		const numbers = numbersOf(service).map((number) => viewNumber(service, number));
		return classicPage(request, 'phone_numbers', numbers);
	});
	router.on('GET', HOST, `${COLLECTION}/{service}/PhoneNumbers/{number}`, (request, params) => {
		const service = find(params.service, request.path);
		const number = numbersOf(service).find(({ sid }) => sid === params.number);
		if (!number) throw notFound(request.path);
		return { status: 200, body: viewNumber(service, number) };
	});
}
