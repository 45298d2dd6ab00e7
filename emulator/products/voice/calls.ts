/**
 * The 2010 API: calls, and the requests Twilio made for each, read-only.
 * Field names: twilio-node 6.2 `rest/api/v2010/account/call.d.ts`; the fields of an event:
 * https://www.twilio.com/docs/voice/api/call-event-resource
 * @module
 */
import { findOr404, type PathParams, type Router, type TwilioRequest } from '../../core/http';
import { legacyPage } from '../../core/paging';
import type { Call, CallEvent, World } from '../../core/world';
import { ACCOUNT, HOST, requireAccount, withoutJson } from './lookup';

/** Calls: fetch. Their events: list. */
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
	const find = ({ path }: TwilioRequest, params: PathParams): Call => {
		requireAccount(world, params.account, path);
		return findOr404(world.calls, withoutJson(params.call), path);
	};

	router.on('GET', HOST, `${ACCOUNT}/Calls/{call}`, (request, params) => ({
		status: 200,
		body: view(find(request, params)),
	}));
	// Twilio shows them 15 minutes after the call has ended; here they are shown at once.
	router.on('GET', HOST, `${ACCOUNT}/Calls/{call}/Events.json`, (request, params) => {
		const events = world.callEvents.get(find(request, params).sid) ?? [];
		return legacyPage(request, 'events', events.map(viewEvent));
	});
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
