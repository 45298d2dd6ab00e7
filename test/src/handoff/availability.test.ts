/**
 * A chat handed over while no agent is available.
 * @module
 */
import { claimKey } from '../../../src/handoff/sync-claims';
import type { Reply } from '../../support/fakes';
import {
	CONFIGURATION_ID,
	CONVERSATION_ID,
	CUSTOMER_NUMBER,
	EXECUTION_SID,
	FLOW_SID,
	handoffData,
	messagingForm,
	settings,
} from '../../support/fixtures';
import { handOff } from './hand-off';

const WORKSPACE = `WS${'1'.repeat(32)}`;
const QUEUE = `WQ${'2'.repeat(32)}`;
const STATISTICS = `GET /v1/Workspaces/${WORKSPACE}/TaskQueues/${QUEUE}/RealTimeStatistics`;
const checking = { ...settings, HANDOFF_AVAILABILITY_QUEUE: `${WORKSPACE}/${QUEUE}` };
const none: Record<string, Reply> = {
	[STATISTICS]: { body: { total_available_workers: 0, total_eligible_workers: 3 } },
	[`GET /v2/ControlPlane/Configurations/${CONFIGURATION_ID}`]: {
		body: { statusCallbacks: [{ url: 'https://agent.example.com/callback', method: 'POST' }] },
	},
	[`PATCH /v2/Conversations/${CONVERSATION_ID}`]: { body: { id: CONVERSATION_ID, status: 'ACTIVE' } },
};

test('a chat for which no agent is available is refused and given back to the virtual agent', async () => {
	const { error, started, patched, requests } = await handOff(messagingForm, none, checking);
	expect(error).toMatchObject({ status: 409, code: 'no_agent_available', retryable: false });
	expect(started).toEqual([]);
	expect(patched).toBe(1);
	expect(requests.filter((each) => each.startsWith('DELETE /v1/Services/default/Documents/'))).toHaveLength(
		1,
	);
});

test.each([true, 'true', 'True'])(
	'is queued all the same when the customer wants that: %j',
	async (queueAnyway) => {
		const attributes = { ...handoffData.attributes, queueAnyway };
		const Parameters = JSON.stringify({ HandoffData: { ...handoffData, attributes } });
		const { value, requests } = await handOff({ ...messagingForm, Parameters }, none, checking);
		expect(value).toMatchObject({ status: 'handoff_initiated' });
		expect(requests).not.toContain(STATISTICS);
	},
);

test.each<[string, Reply]>([
	['an agent is available', { body: { total_available_workers: 1 } }],
	['TaskRouter fails', { status: 503, body: {} }],
	['TaskRouter does not answer', 'hang'],
	['the queue was deleted', { status: 404, body: { code: 20404 } }],
	['TaskRouter answers something else', { body: '<html>' }],
])('a chat is handed over when %s', async (_, reply) => {
	const { value, requests, ms } = await handOff(messagingForm, { ...none, [STATISTICS]: reply }, checking);
	expect(value).toMatchObject({ status: 'handoff_initiated' });
	expect(requests).toContain(STATISTICS);
	expect(ms).toBeLessThanOrEqual(1_000);
});

test.each([undefined, '', WORKSPACE, `${WORKSPACE}/..`, `${QUEUE}/${WORKSPACE}`])(
	'with %j as HANDOFF_AVAILABILITY_QUEUE, TaskRouter is not asked for available agents',
	async (value) => {
		const some = { ...settings, ...(value !== undefined && { HANDOFF_AVAILABILITY_QUEUE: value }) };
		const { value: result, requests } = await handOff(messagingForm, none, some);
		expect(result).toMatchObject({ status: 'handoff_initiated' });
		expect(requests.filter((each) => each.includes('Workspaces'))).toEqual([]);
	},
);

test('a handoff that was made already is found, though no agent is available any more', async () => {
	const claim = `/v1/Services/default/Documents/${claimKey(CONVERSATION_ID, CUSTOMER_NUMBER)}`;
	const execution = `/v2/Flows/${FLOW_SID}/Executions/${EXECUTION_SID}`;
	const context = { flow: { data: { HandoffData: { conversationId: CONVERSATION_ID } }, variables: {} } };
	const { value, patched } = await handOff(
		messagingForm,
		{
			...none,
			'POST /v1/Services/default/Documents': { status: 409, body: { code: 54301 } },
			[`GET ${claim}`]: {
				body: {
					revision: '0',
					data: { state: 'in_progress', claimedAt: Date.now(), executionSid: EXECUTION_SID },
				},
			},
			[`GET ${execution}`]: { body: { status: 'active', date_created: new Date().toISOString() } },
			[`GET ${execution}/Context`]: { body: { context } },
		},
		checking,
	);
	expect(value).toMatchObject({ status: 'already_handed_off', executionSid: EXECUTION_SID });
	expect(patched).toBe(1);
});
