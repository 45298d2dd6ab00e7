/**
 * Studio runs one execution at a time for one customer, and refuses a second one with 409.
 * @module
 */
import { HANDED_OVER } from '../../../src/handoff/executions';
import { claimKey } from '../../../src/handoff/sync-claims';
import { type Reply, Upstream } from '../../support/fakes';
import {
	CONFIGURATION_ID,
	CONVERSATION_ID,
	CUSTOMER_NUMBER,
	conversation,
	customer,
	EXECUTION_SID,
	FLOW_SID,
	messagingForm,
	participantsPage,
} from '../../support/fixtures';
import { CONVERSATION, EXECUTIONS, handOffThrough, PARTICIPANTS } from './hand-off';

const ACTIVE = `FN${'5'.repeat(32)}`;
const EXECUTION = `/v2/Flows/${FLOW_SID}/Executions/${ACTIVE}`;
const CLAIM = `POST /v1/Services/default/Documents/${claimKey(CONVERSATION_ID, CUSTOMER_NUMBER)}`;
const refusedFor = (sid: string): Reply => ({
	status: 409,
	afterMs: 100,
	body: { code: 20409, message: `Execution ${sid} is already active for this To and From`, status: 409 },
});
const refused = refusedFor(ACTIVE);

interface Active {
	readonly ageMs: number;
	readonly conversationId?: string;
	readonly trigger?: object;
	/** What Studio answers when it is ended. */
	readonly end?: Reply;
	/** Another invocation finds the same stuck execution, and starts the flow first. */
	readonly hasRival?: boolean;
	/** The rival's execution has ended: Studio would start another one. */
	readonly isRivalDone?: boolean;
	/** Studio goes on calling it active. */
	readonly staysActive?: boolean;
}

/** The rival's execution. */
const RIVAL = `FN${'6'.repeat(32)}`;
const EXECUTION_OF_RIVAL = `/v2/Flows/${FLOW_SID}/Executions/${RIVAL}`;

async function handOffBeside({
	ageMs,
	conversationId = CONVERSATION_ID,
	trigger,
	end = {},
	hasRival = false,
	isRivalDone = false,
	staysActive = false,
}: Active) {
	let isActive = true;
	let refusal = refused;
	const view = () => ({
		sid: ACTIVE,
		status: isActive ? 'active' : 'ended',
		date_created: new Date(Date.now() - ageMs).toISOString(),
	});
	const context = { flow: { data: { HandoffData: { conversationId } }, variables: {} }, trigger };
	const rival = {
		sid: RIVAL,
		status: isRivalDone ? 'ended' : 'active',
		contact_channel_address: CUSTOMER_NUMBER,
		date_created: new Date().toISOString(),
	};
	const routes: Readonly<Record<string, () => Reply>> = {
		[PARTICIPANTS]: () => ({ body: participantsPage([customer]) }),
		[CONVERSATION]: () => ({ body: conversation }),
		[EXECUTIONS]: () =>
			isActive || (hasRival && !isRivalDone)
				? refusal
				: { status: 201, body: { sid: EXECUTION_SID, status: 'active' } },
		[`GET /v2/ControlPlane/Configurations/${CONFIGURATION_ID}`]: () => ({
			body: { statusCallbacks: [{ url: 'https://agent.example.com/callback', method: 'POST' }] },
		}),
		[`GET ${EXECUTION}`]: () => ({ body: view() }),
		[`GET ${EXECUTION}/Context`]: () => ({ body: { context } }),
		[`POST ${EXECUTION}`]: () => {
			isActive = staysActive || end === 'hang' || end instanceof Error || (end.status ?? 200) >= 400;
			if (hasRival) refusal = refusedFor(RIVAL);
			return isActive && !staysActive ? end : { body: view() };
		},
		[`GET ${EXECUTION_OF_RIVAL}`]: () => ({ body: rival }),
		[`GET ${EXECUTION_OF_RIVAL}/Context`]: () => ({
			body: {
				context: {
					flow: {
						data: { HandoffData: { conversationId: CONVERSATION_ID } },
						variables: isRivalDone ? { outcome: HANDED_OVER } : {},
					},
				},
			},
		}),
		[`GET /v2/Flows/${FLOW_SID}/Executions`]: () => ({
			body: { executions: isRivalDone && !isActive ? [rival] : [], meta: { key: 'executions' } },
		}),
	};
	const upstream = new Upstream(
		({ method, path }) => routes[`${method} ${path.split('?')[0]}`]?.() ?? { status: 201, body: {} },
	);
	return handOffThrough(upstream, messagingForm);
}

test('a handoff that is under way already is found, and its execution named', async () => {
	const { value, requests } = await handOffBeside({ ageMs: 2_000 });
	expect(value).toMatchObject({ status: 'already_handed_off', executionSid: ACTIVE });
	// The execution that was there first asks for the same claim.
	expect(requests).toContain(CLAIM);
});

test('an execution that is stuck is ended, and the handoff made', async () => {
	const { value, requests, started } = await handOffBeside({ ageMs: 600_000 });
	expect(value).toMatchObject({ status: 'handoff_initiated', executionSid: EXECUTION_SID });
	expect(requests).toContain(`POST ${EXECUTION}`);
	expect(started).toHaveLength(2);
});

test('of two that end the same stuck execution, the slower one finds the handoff of the other', async () => {
	const { value, patched } = await handOffBeside({ ageMs: 600_000, hasRival: true });
	expect(value).toMatchObject({ status: 'already_handed_off', executionSid: RIVAL });
	expect(patched).toBe(0);
});

test('the slower one finds it too when the other’s execution has ended by then, its task made', async () => {
	const { value, started } = await handOffBeside({ ageMs: 600_000, hasRival: true, isRivalDone: true });
	expect(value).toMatchObject({ status: 'already_handed_off', executionSid: RIVAL });
	expect(started).toHaveLength(1);
});

test('an execution that Studio calls active though it was ended is ended once', async () => {
	const { error, requests, started } = await handOffBeside({ ageMs: 600_000, staysActive: true });
	expect(error).toMatchObject({ status: 502, code: 'twilio_error', twilioCode: 20409 });
	expect(requests.filter((each) => each === `POST ${EXECUTION}`)).toHaveLength(1);
	expect(started).toHaveLength(2);
});

test('a stuck execution of an earlier conversation is ended too', async () => {
	const { value } = await handOffBeside({ ageMs: 600_000, conversationId: 'conv_conversation_earlier' });
	expect(value).toMatchObject({ status: 'handoff_initiated' });
});

test.each<[string, Active]>([
	['of another conversation, moments old', { ageMs: 2_000, conversationId: 'conv_conversation_other' }],
	[
		'of a call that lasts',
		{ ageMs: 600_000, conversationId: '', trigger: { call: { CallSid: `CA${'1'.repeat(32)}` } } },
	],
])('an execution %s is left alone, and this conversation given back', async (_, active) => {
	const { error, started, patched } = await handOffBeside(active);
	expect(error).toMatchObject({ status: 502, code: 'twilio_error', twilioCode: 20409, retryable: false });
	expect(started).toHaveLength(1);
	expect(patched).toBe(1);
});

test('an execution that cannot be ended is a failure that may pass, and nothing is given back meanwhile', async () => {
	const { error, started, patched } = await handOffBeside({ ageMs: 600_000, end: { status: 500 } });
	expect(error).toMatchObject({ status: 502, code: 'twilio_error', retryable: true });
	expect(started).toHaveLength(1);
	expect(patched).toBe(0);
});
