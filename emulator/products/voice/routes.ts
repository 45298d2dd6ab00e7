/**
 * The 2010 API: the account and its API keys, read-only. Phone numbers and calls have modules of their own.
 * Field names: twilio-node 6.2 `rest/api/v2010/account{,/key}.d.ts`.
 * @module
 */
import { requireMainKey } from '../../core/authentication';
import { collections, dates2010 } from '../../core/fields';
import { findOr404, type Router } from '../../core/http';
import type { ApiKey, World } from '../../core/world';
import { addCalls } from './calls';
import { ACCOUNT, HOST, requireAccount, withoutJson } from './lookup';
import type { Phone } from './phone';
import { addPhoneNumbers } from './phone-numbers';

const COLLECTIONS = ['calls', 'incoming_phone_numbers', 'keys', 'messages'];

/** Account: fetch. Keys: fetch. */
export function addVoice(router: Router, world: World, phone: Phone): void {
	const { accountSid } = world.account;
	router.on('GET', HOST, ACCOUNT, (request, params) => {
		requireMainKey(world, request.headers.authorization);
		requireAccount(world, withoutJson(params.account), request.path);
		return {
			status: 200,
			body: {
				sid: accountSid,
				owner_account_sid: accountSid,
				friendly_name: 'Emulated account',
				status: world.accountStatus,
				type: world.accountType,
				auth_token: world.account.authToken,
				...dates2010(world),
				uri: `/2010-04-01/Accounts/${accountSid}.json`,
				subresource_uris: collections(`/2010-04-01/Accounts/${accountSid}`, COLLECTIONS, '.json'),
			},
		};
	});
	const viewKey = ({ sid, friendlyName }: ApiKey) => ({
		sid,
		friendly_name: friendlyName,
		...dates2010(world),
	});
	router.on('GET', HOST, `${ACCOUNT}/Keys/{key}`, (request, params) => {
		requireMainKey(world, request.headers.authorization);
		requireAccount(world, params.account, request.path);
		return { status: 200, body: viewKey(findOr404(world.apiKeys, withoutJson(params.key), request.path)) };
	});
	addPhoneNumbers(router, world);
	addCalls(router, world, phone);
}
