/**
 * The 2010 API: the account's numbers, and where their calls and messages go.
 * Field names: twilio-node 6.2 `rest/api/v2010/account/incomingPhoneNumber.d.ts`.
 * @module
 */
import { z } from 'zod';
import { readForm } from '../../core/body';
import { dates2010, unset } from '../../core/fields';
import { findOr404, type PathParams, type Router, type TwilioRequest } from '../../core/http';
import { legacyPage } from '../../core/paging';
import type { PhoneNumber, World } from '../../core/world';
import { ACCOUNT, HOST, requireAccount, withoutJson } from './lookup';

const text = z.string().exactOptional();
const method = z.enum(['GET', 'POST']).exactOptional();
const updateForm = z.object({
	FriendlyName: text,
	VoiceUrl: text,
	VoiceMethod: method,
	VoiceApplicationSid: text,
	TrunkSid: text,
	SmsUrl: text,
	SmsMethod: method,
	SmsApplicationSid: text,
});

/** Settings that no client here asks for, with what a new number has. */
const UNUSED = {
	type: 'local',
	address_requirements: 'none',
	emergency_status: 'Inactive',
	emergency_address_status: 'unregistered',
	sms_fallback_method: 'POST',
	sms_fallback_url: '',
	status_callback: '',
	status_callback_method: 'POST',
	voice_caller_id_lookup: false,
	voice_fallback_method: 'POST',
	voice_fallback_url: '',
	voice_receive_mode: 'voice',
	...unset('address_sid', 'bundle_sid', 'emergency_address_sid', 'identity_sid'),
};

/** Incoming phone numbers: list (filters `PhoneNumber`, `FriendlyName`), fetch, update. */
export function addPhoneNumbers(router: Router, world: World): void {
	const { accountSid } = world.account;
	const view = (number: PhoneNumber) => ({
		sid: number.sid,
		account_sid: accountSid,
		phone_number: number.phoneNumber,
		friendly_name: number.friendlyName,
		capabilities: number.capabilities,
		api_version: '2010-04-01',
		beta: false,
		origin: 'twilio',
		status: 'in-use',
		voice_url: number.voiceUrl,
		voice_method: number.voiceMethod,
		voice_application_sid: number.voiceApplicationSid,
		trunk_sid: number.trunkSid || null,
		sms_url: number.smsUrl,
		sms_method: number.smsMethod,
		sms_application_sid: number.smsApplicationSid,
		...UNUSED,
		...dates2010(world),
		uri: `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers/${number.sid}.json`,
	});
	const find = ({ path }: TwilioRequest, params: PathParams): PhoneNumber => {
		requireAccount(world, params.account, path);
		return findOr404(world.phoneNumbers, withoutJson(params.number), path);
	};
	const collection = `${ACCOUNT}/IncomingPhoneNumbers`;

	router.on('GET', HOST, `${collection}.json{?PhoneNumber}`, (request, params) => {
		requireAccount(world, params.account, request.path);
		const part = request.query.get('PhoneNumber') ?? '';
		const found = [...world.phoneNumbers.values()].filter(({ phoneNumber }) => phoneNumber.includes(part));
		return legacyPage(request, 'incoming_phone_numbers', found.map(view));
	});
	router.on('GET', HOST, `${collection}/{number}`, (request, params) => ({
		status: 200,
		body: view(find(request, params)),
	}));
	router.on('POST', HOST, `${collection}/{number}`, (request, params) => {
		const number = find(request, params);
		const form = readForm(request, updateForm);
		number.friendlyName = form.FriendlyName ?? number.friendlyName;
		number.voiceUrl = form.VoiceUrl ?? number.voiceUrl;
		number.voiceMethod = form.VoiceMethod ?? number.voiceMethod;
		number.voiceApplicationSid = form.VoiceApplicationSid ?? number.voiceApplicationSid;
		number.trunkSid = form.TrunkSid ?? number.trunkSid;
		number.smsUrl = form.SmsUrl ?? number.smsUrl;
		number.smsMethod = form.SmsMethod ?? number.smsMethod;
		number.smsApplicationSid = form.SmsApplicationSid ?? number.smsApplicationSid;
		return { status: 200, body: view(number) };
	});
}
