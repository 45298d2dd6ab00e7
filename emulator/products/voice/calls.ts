/**
 * The 2010 API: calls, and the requests Twilio made for each, to be read.
 * Field names: twilio-node 6.2 `rest/api/v2010/account/call.d.ts`; of an event's inside:
 * https://www.twilio.com/docs/voice/api/call-event-resource
 * @module
 */
import { notFound, type Router, type TwilioRequest } from '../../core/http';
import { legacyPage } from '../../core/paging';
import type { Call, CallEvent, World } from '../../core/world';
import { ACCOUNT, HOST, ours, withoutJson } from './lookup';

/** Calls: list, fetch. Their events: list. */
export function addCalls(router: Router, world: World): void {
	const { accountSid } = world.account;
	const view = (call: Call) => ({
		sid: call.sid,
		account_sid: accountSid,
		from: call.from,
		to: call.to,
		direction: call.direction,
		status: call.status,
		api_version: '2010-04-01',
		parent_call_sid: null,
		uri: `/2010-04-01/Accounts/${accountSid}/Calls/${call.sid}.json`,
	});
	const find = (request: TwilioRequest, params: Readonly<Record<string, string>>): Call => {
		ours(world, params.account, request.path);
		const call = world.calls.get(withoutJson(params.call));
		if (!call) throw notFound(request.path);
		return call;
	};
	const collection = `${ACCOUNT}/Calls`;

	router.on('GET', HOST, `${collection}.json`, (request, params) => {
		ours(world, params.account, request.path);
		return legacyPage(request, 'calls', [...world.calls.values()].map(view));
	});
	router.on('GET', HOST, `${collection}/{call}`, (request, params) => ({
		status: 200,
		body: view(find(request, params)),
	}));
	// Twilio has them 15 minutes after the call has ended; here they are there at once.
	router.on('GET', HOST, `${collection}/{call}/Events.json`, (request, params) => {
		const events = world.callEvents.get(find(request, params).sid) ?? [];
		return legacyPage(request, 'events', events.map(viewEvent));
	});
}

/** "The parameters property keys are presented in snake_case format", says the page above. */
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
