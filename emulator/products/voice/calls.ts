/**
 * The 2010 API: calls, and the requests Twilio made for each.
 * Field names: twilio-node 6.2 `rest/api/v2010/account/call.d.ts`; the fields of an event:
 * https://www.twilio.com/docs/voice/api/call-event-resource
 * @module
 */
import { z } from 'zod';
import { readForm } from '../../core/body';
import { collections, dates2010, rfc2822, unset } from '../../core/fields';
import { findOr404, type PathParams, type Router, TwilioError, type TwilioRequest } from '../../core/http';
import { legacyPage } from '../../core/paging';
import type { Call, CallEvent, World } from '../../core/world';
import { ACCOUNT, HOST, requireAccount, withoutJson } from './lookup';
import type { Phone } from './phone';

const updateForm = z.object({
	Twiml: z.string().exactOptional(),
	Url: z.string().exactOptional(),
	Method: z.enum(['GET', 'POST']).default('POST'),
	Status: z.enum(['canceled', 'completed']).exactOptional(),
});
type Update = z.output<typeof updateForm>;

const UNUSED = [
	'answered_by',
	'caller_name',
	'forwarded_from',
	'group_sid',
	'parent_call_sid',
	'price',
	'trunk_sid',
];

/** https://www.twilio.com/docs/api/errors/32018 */
const MAX_TWIML = 4000;

/** Calls: fetch, update. Their events: list. */
export function addCalls(router: Router, world: World, phone: Phone): void {
	const { accountSid } = world.account;
	const view = (call: Call) => {
		const uri = `/2010-04-01/Accounts/${accountSid}/Calls/${call.sid}`;
		const { dateCreated = world.dateCreated, dateEnded } = call;
		const number = [...world.phoneNumbers.values()].find(({ phoneNumber }) =>
			[call.from, call.to].includes(phoneNumber),
		);
		return {
			sid: call.sid,
			account_sid: accountSid,
			from: call.from,
			from_formatted: call.from,
			to: call.to,
			to_formatted: call.to,
			phone_number_sid: number?.sid ?? null,
			direction: call.direction,
			status: call.status,
			api_version: '2010-04-01',
			...unset(...UNUSED),
			...dates2010({ dateCreated, dateUpdated: dateEnded ?? dateCreated }),
			start_time: rfc2822(dateCreated),
			end_time: dateEnded ? rfc2822(dateEnded) : null,
			duration: dateEnded ? String(Math.round((dateEnded.getTime() - dateCreated.getTime()) / 1000)) : null,
			price_unit: 'USD',
			queue_time: '0',
			uri: `${uri}.json`,
			subresource_uris: collections(uri, ['notifications', 'recordings', 'events'], '.json'),
		};
	};
	const find = ({ path }: TwilioRequest, params: PathParams): Call => {
		requireAccount(world, params.account, path);
		return findOr404(world.calls, withoutJson(params.call), path);
	};

	router.on('GET', HOST, `${ACCOUNT}/Calls/{call}`, (request, params) => ({
		status: 200,
		body: view(find(request, params)),
	}));
	router.on('POST', HOST, `${ACCOUNT}/Calls/{call}`, async (request, params) => {
		const call = find(request, params);
		const form = readForm(request, updateForm);
		if (call.status === 'completed') {
			throw new TwilioError(400, 21220, 'Call is not in-progress. Cannot redirect.');
		}
		const next = nextTwiml(form);
		if (form.Status === 'completed') await phone.hangUp(call);
		else if (next !== undefined) phone.redirect(call, next);
		return { status: 200, body: view(call) };
	});
	// Twilio shows them 15 minutes after the call has ended; here they are shown at once.
	router.on('GET', HOST, `${ACCOUNT}/Calls/{call}/Events.json`, (request, params) => {
		const events = world.callEvents.get(find(request, params).sid) ?? [];
		return legacyPage(request, 'events', events.map(viewEvent));
	});
}

/**
 * Where an update sends a call. GUESS(call-url-before-twiml): a `Url` wins over `Twiml`, as when a call is created; an
 * update with both would settle it.
 * @throws TwilioError 400 for TwiML of more than 4,000 characters, and for what is no URL
 */
function nextTwiml({ Twiml, Url, Method }: Update): Parameters<Phone['redirect']>[1] | undefined {
	if (Url !== undefined) {
		if (URL.canParse(Url)) return { url: new URL(Url), method: Method };
		throw new TwilioError(400, 21205, `Url is not a valid URL: ${Url}`);
	}
	if (Twiml !== undefined && Twiml.length > MAX_TWIML) {
		throw new TwilioError(400, 32018, `Twiml size exceeded maximum allowed value of ${MAX_TWIML} characters`);
	}
	return Twiml;
}

/** "The parameters property keys are presented in snake_case format" (the page above). */
function viewEvent({ request, response }: CallEvent) {
	const parameters = Object.entries(request.parameters).map(([name, value]) => [snakeCase(name), value]);
	return {
		request: { ...request, parameters: Object.fromEntries(parameters) },
		response: {
			date_created: response.dateCreated.toUTCString(),
			request_duration: response.durationMs,
			response_code: response.status,
			content_type: response.contentType,
			response_body: response.body,
		},
	};
}

function snakeCase(name: string): string {
	return name.replace(/(?<=[a-z\d])[A-Z]/g, '_$&').toLowerCase();
}
