/**
 * The 2010 API: the account, its one phone number, and its calls, all to be read.
 * Field names: twilio-node 6.2 `rest/api/v2010/account{,/call,/incomingPhoneNumber}.d.ts`.
 * @module
 */
import { notFound, type Router } from '../http';
import { legacyPage } from '../paging';
import { sid } from '../sids';
import type { Call, World } from '../world';

const HOST = 'api.twilio.com';
const ACCOUNT = '/2010-04-01/Accounts/{account}';
const JSON_SUFFIX = /\.json$/;

/** Account: fetch. Incoming phone numbers: list. Calls: list, fetch. */
export function addApi(router: Router, world: World): void {
	const accountSid = world.account.accountSid;
	const uri = (rest: string) => `/2010-04-01/Accounts/${accountSid}${rest}`;
	const numberSid = sid('PN');
	const ours = (account: string | undefined, path: string) => {
		if (account !== accountSid) throw notFound(path);
	};
	const viewCall = (call: Call) => ({
		sid: call.sid,
		account_sid: accountSid,
		from: call.from,
		to: call.to,
		direction: call.direction,
		status: call.status,
		api_version: '2010-04-01',
		parent_call_sid: null,
		uri: uri(`/Calls/${call.sid}.json`),
	});

	// The router knows whole segments only, and here the last one ends in ".json".
	router.on('GET', HOST, ACCOUNT, (request, params) => {
		ours(params.account?.replace(JSON_SUFFIX, ''), request.path);
		return {
			status: 200,
			body: {
				sid: accountSid,
				owner_account_sid: accountSid,
				friendly_name: 'Emulated account',
				status: 'active',
				type: 'Full',
				uri: uri('.json'),
			},
		};
	});
	router.on('GET', HOST, `${ACCOUNT}/IncomingPhoneNumbers.json`, (request, params) => {
		ours(params.account, request.path);
		const number = {
			sid: numberSid,
			account_sid: accountSid,
			phone_number: world.phoneNumber,
			friendly_name: world.phoneNumber,
			capabilities: { voice: true, sms: true, mms: true, fax: false },
			voice_url: '',
			sms_url: '',
			uri: uri(`/IncomingPhoneNumbers/${numberSid}.json`),
		};
		const asked = request.query.get('PhoneNumber');
		const found = asked === null || world.phoneNumber.includes(asked) ? [number] : [];
		return legacyPage(request, 'incoming_phone_numbers', found);
	});
	router.on('GET', HOST, `${ACCOUNT}/Calls.json`, (request, params) => {
		ours(params.account, request.path);
		return legacyPage(request, 'calls', [...world.calls.values()].map(viewCall));
	});
	router.on('GET', HOST, `${ACCOUNT}/Calls/{call}`, (request, params) => {
		ours(params.account, request.path);
		const call = world.calls.get(params.call?.replace(JSON_SUFFIX, '') ?? '');
		if (!call) throw notFound(request.path);
		return { status: 200, body: viewCall(call) };
	});
}
