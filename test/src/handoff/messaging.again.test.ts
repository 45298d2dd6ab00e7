/**
 * A second handoff of a customer who was given back, minutes after the first one.
 * @module
 */
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

const EARLIER = `FN${'8'.repeat(32)}`;
const LIST = `GET /v2/Flows/${FLOW_SID}/Executions`;
const CLAIMS = 'POST /v1/Services/default/Documents';
const KEY = claimKey(CONVERSATION_ID, CUSTOMER_NUMBER);
const statusCallbacks = [{ url: 'https://agent.example.com/webhook', method: 'POST' }];
const MINUTES = 60_000;

interface World {
	readonly routes?: Readonly<Record<string, Reply | (() => Reply)>>;
	/** How long ago the first handoff was, whose task was canceled a minute later. */
	readonly ageMs?: number;
	readonly isGivenBack?: boolean;
	/** Of the first handoff's execution. */
	readonly status?: string;
}

function handOffAgain({ routes = {}, ageMs = 3 * MINUTES, isGivenBack = true, status = 'ended' }: World) {
	const now = Date.now();
	const earlier = {
		sid: EARLIER,
		status,
		contact_channel_address: CUSTOMER_NUMBER,
		date_created: new Date(now - ageMs).toISOString(),
	};
	const context = {
		flow: {
			data: { HandoffData: { conversationId: CONVERSATION_ID } },
			variables: { outcome: 'conversation_handed_over' },
		},
	};
	const handoffGivenBackAt = new Date(now - ageMs + MINUTES).toISOString();
	const all: World['routes'] = {
		[CONVERSATION]: {
			body: { ...conversation, ...(isGivenBack && { metadata: { crm: '7', handoffGivenBackAt } }) },
		},
		[PARTICIPANTS]: { body: participantsPage([customer]) },
		[`GET /v2/ControlPlane/Configurations/${CONFIGURATION_ID}`]: { body: { statusCallbacks } },
		[`PATCH /v2/Conversations/${CONVERSATION_ID}`]: { body: conversation },
		[CLAIMS]: { status: 201, body: { sid: 'ET1', revision: '0', data: {} } },
		[EXECUTIONS]: { status: 201, body: { sid: EXECUTION_SID, status: 'active' } },
		[LIST]: { body: { executions: [earlier], meta: { key: 'executions' } } },
		[`${LIST}/${EARLIER}`]: { body: earlier },
		[`${LIST}/${EARLIER}/Context`]: { body: { context } },
		...routes,
	};
	const upstream = new Upstream(({ method, path }) => {
		const [resource, query = ''] = path.split('?');
		const from = new URLSearchParams(query).get('DateCreatedFrom') ?? '';
		if (from > earlier.date_created) return { body: { executions: [], meta: { key: 'executions' } } };
		const route = all[`${method} ${resource}`] ?? { status: 404, body: { code: 20404, status: 404 } };
		return typeof route === 'function' ? route() : route;
	});
	return handOffThrough(upstream, messagingForm);
}

const made = { sid: 'ET1', revision: '0', data: {} };
const held: Reply = { status: 409, body: { code: 54301, message: 'taken', status: 409 } };
const claimedAt = (ago: number) => ({ state: 'in_progress', claimedAt: Date.now() - ago });

test.each<[string, World['routes']]>([
	['works', {}],
	['is down', { [CLAIMS]: { status: 403 } }],
	['is slow', { [CLAIMS]: { status: 201, body: made, afterMs: 600 } }],
	['is late', { [CLAIMS]: { status: 201, body: made, afterMs: 900 } }],
	[
		'still has the claim of the first',
		{
			[CLAIMS]: held,
			[`GET /v1/Services/default/Documents/${KEY}`]: {
				body: { ...made, data: claimedAt(3 * MINUTES) },
			},
			[`POST /v1/Services/default/Documents/${KEY}`]: { body: made },
		},
	],
])('a handoff after one that was given back is made when the store %s', async (_, routes = {}) => {
	const { value, started } = await handOffAgain({ routes });
	expect(value).toMatchObject({ status: 'handoff_initiated', executionSid: EXECUTION_SID });
	expect(started).toHaveLength(1);
});

test('a claim made moments before the customer was given back is not waited for', async () => {
	const routes = {
		[CLAIMS]: held,
		[`GET /v1/Services/default/Documents/${KEY}`]: { body: { ...made, data: claimedAt(2_000) } },
		[`POST /v1/Services/default/Documents/${KEY}`]: { body: made },
		[CONVERSATION]: {
			body: { ...conversation, metadata: { handoffGivenBackAt: new Date(Date.now() - 1_000).toISOString() } },
		},
	};
	const { value, ms } = await handOffAgain({ routes });
	expect(value).toMatchObject({ status: 'handoff_initiated' });
	expect(ms).toBeLessThan(1_000);
});

test('a handoff that fails after one that was given back gives the customer back again', async () => {
	const { error, started, patched } = await handOffAgain({ routes: { [PARTICIPANTS]: { status: 503 } } });
	expect(error).toMatchObject({ status: 502, message: expect.stringMatching(/given back/) });
	expect({ started: started.length, patched }).toEqual({ started: 0, patched: 1 });
});

test('a customer is handed over though Sync is down and Studio’s list hangs: time is kept for that', async () => {
	const routes: World['routes'] = { [CLAIMS]: { status: 403 }, [LIST]: 'hang' };
	const { value, started } = await handOffAgain({ routes });
	expect(value).toMatchObject({ status: 'handoff_initiated' });
	expect(started).toHaveLength(1);
});

test('the first execution is ended where it still blocks the customer', async () => {
	let isActive = true;
	const routes = {
		[EXECUTIONS]: () =>
			isActive
				? { status: 409, body: { code: 20409, message: `Execution ${EARLIER} is active`, status: 409 } }
				: { status: 201, body: { sid: EXECUTION_SID, status: 'active' } },
		[`POST /v2/Flows/${FLOW_SID}/Executions/${EARLIER}`]: () => {
			isActive = false;
			return { body: { sid: EARLIER, status: 'ended' } };
		},
	};
	const { value } = await handOffAgain({ routes, ageMs: 2 * MINUTES, status: 'active' });
	expect(value).toMatchObject({ status: 'handoff_initiated' });
});

test.each([
	[3, 'already_handed_off'],
	[6, 'handoff_initiated'],
])(
	'without its store, a handoff of %s minutes ago that was not given back counts as %s',
	async (minutes, status) => {
		const down = { [CLAIMS]: { status: 403 } };
		const { value } = await handOffAgain({ routes: down, ageMs: minutes * MINUTES, isGivenBack: false });
		expect(value).toMatchObject({ status });
	},
);
