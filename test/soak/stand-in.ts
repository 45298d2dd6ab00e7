/**
 * Twilio for the soak, in process: what a handoff reads and writes, and what goes wrong with it.
 * @module
 */
import { claimKey } from '../../src/handoff/sync-claims';
import { type Reply, Upstream, type UpstreamRequest, type VirtualClock } from '../support/fakes';
import { CONFIGURATION_ID, FLOW_SID } from '../support/fixtures';
import { type Customer, type Execution, STATUS_CALLBACKS, type Store } from './customer';
import type { Random } from './random';

/** How a request fails: before the work was done, or after it. */
const FAULTS = [
	'status before',
	'status after',
	'reset before',
	'reset after',
	'limited',
	'garbage',
	'silence before',
	'silence after',
] as const;

/** What may go wrong with one invocation of a Function. */
export interface Troubles {
	/** The share of requests to Twilio that fail. */
	readonly faultRate: number;
	readonly store: Store;
	/** The process dies before this request to Twilio, counted from 0. */
	readonly diesAt?: number;
}

interface Patch {
	readonly status?: string;
	readonly configuration?: { readonly statusCallbacks: object[] };
	readonly metadata?: Readonly<Record<string, string>>;
}

/** What a message of anyone does (https://www.twilio.com/docs/conversations/orchestrator/concepts/lifecycle). */
export function reactivate(customer: Customer): void {
	if (customer.status === 'INACTIVE') customer.status = 'ACTIVE';
}

const NOT_FOUND: Reply = { status: 404, body: { code: 20404, message: 'not found', status: 404 } };
const EXECUTIONS = `/v2/Flows/${FLOW_SID}/Executions`;

export class StandIn {
	requests = 0;
	readonly faults: Record<string, number> = {};

	constructor(
		readonly random: Random,
		readonly clock: VirtualClock,
		/** Prints what happens to the customer of this number. */
		readonly followed: number | undefined,
		/** Studio's part: what an execution does once it has started. */
		private readonly runFlow: (customer: Customer, execution: Execution) => void,
	) {}

	/** What one invocation of a Function on behalf of a customer reaches of Twilio. */
	reached(customer: Customer, { faultRate, store, diesAt }: Troubles): Upstream {
		let count = 0;
		return new Upstream((request) => {
			if (diesAt !== undefined && count++ >= diesAt) return 'hang';
			this.requests++;
			const isStore = request.path.includes('/Documents');
			if (isStore && store === 'silent') return 'hang';
			if (isStore && store === 'down') return { status: 503, body: {} };
			const isLate = isStore && store === 'slow';
			const afterMs = isLate ? this.random.between(200, 1_500) : this.random.between(5, 120);
			const reply = this.random.happens(faultRate)
				? this.fail(customer, request)
				: this.answer(customer, request);
			this.follow(customer, request, reply);
			return reply === 'hang' || reply instanceof Error ? reply : { ...reply, afterMs };
		}, this.clock);
	}

	/** Prints a line, if this customer is the one that is followed. */
	follow({ number }: Customer, what: UpstreamRequest | string, reply: Reply = 'hang'): void {
		if (number !== this.followed) return;
		const line =
			typeof what === 'string'
				? what
				: `${what.method} ${what.path} ${what.body} -> ${reply instanceof Error ? reply.message : JSON.stringify(reply)}`;
		console.log(
			`${Math.round(this.clock.now())} ${line
				.replace(/conv_conversation_\w+/g, 'CONV')
				.replace(/v2.Flows.FW\w+/, 'FLOW')
				.replace(/context":.*"(?=flow)/, '')
				.slice(0, 230)}`,
		);
	}

	private fail(customer: Customer, request: UpstreamRequest): Reply {
		const fault = this.random.oneOf(...FAULTS);
		this.faults[fault] = (this.faults[fault] ?? 0) + 1;
		if (fault === 'limited') return { status: 429, headers: { 'retry-after': '1' }, body: { code: 20429 } };
		if (fault.endsWith('after') || fault === 'garbage') this.answer(customer, request);
		if (fault === 'garbage') return { status: 200, body: '{"sid":"F' };
		if (fault.startsWith('status')) return { status: 503, body: { code: 20503, message: 'Unavailable' } };
		return fault.startsWith('reset') ? new Error('socket hang up') : 'hang';
	}

	private answer(customer: Customer, request: UpstreamRequest): Reply {
		const { method, path, body } = request;
		const [resource = ''] = path.split('?');
		if (resource.endsWith('/Participants')) return { body: customer.participants };
		if (resource.endsWith('/Messages')) return this.write(customer);
		if (resource.endsWith(CONFIGURATION_ID)) return { body: { statusCallbacks: STATUS_CALLBACKS } };
		if (resource.startsWith('/v2/Conversations/')) {
			if (method === 'PATCH') this.patch(customer, JSON.parse(body));
			return { body: customer.view };
		}
		const form = Object.fromEntries(new URLSearchParams(body));
		if (resource.includes('/Documents')) return this.claim(customer, request, resource, form);
		if (resource.startsWith(EXECUTIONS)) return this.studio(customer, request, resource, form);
		if (resource.includes('/Calls/')) {
			customer.redirected++;
			return { body: { sid: customer.callSid } };
		}
		return NOT_FOUND;
	}

	private write(customer: Customer): Reply {
		customer.reports++;
		reactivate(customer);
		return { status: 201, body: { sid: 'IM1' } };
	}

	private patch(customer: Customer, { status, configuration, metadata }: Patch): void {
		customer.metadata = { ...customer.metadata, ...metadata };
		customer.status = status ?? customer.status;
		customer.callbacks = configuration?.statusCallbacks ?? customer.callbacks;
	}

	/** Sync: one document a name, which is taken over only as it was read. */
	private claim(
		{ claims, conversationId, address }: Customer,
		{ method, ifMatch }: UpstreamRequest,
		path: string,
		form: Record<string, string>,
	): Reply {
		const key = claimKey(conversationId, address);
		const claim = claims.get(key);
		if (path.endsWith('/Documents')) {
			if (claim) return { status: 409, body: { code: 54301, message: 'taken', status: 409 } };
			claims.set(key, { data: JSON.parse(form.Data ?? '{}'), revision: 0 });
			return { status: 201, body: { sid: 'ET1', revision: '0', data: {} } };
		}
		if (!claim) return NOT_FOUND;
		if (ifMatch !== undefined && ifMatch !== String(claim.revision)) {
			return { status: 412, body: { code: 54103, message: 'revision mismatch', status: 412 } };
		}
		if (method === 'DELETE') claims.delete(key);
		if (method === 'POST')
			Object.assign(claim, { data: JSON.parse(form.Data ?? '{}'), revision: claim.revision + 1 });
		return { body: { sid: 'ET1', revision: String(claim.revision), data: claim.data } };
	}

	private studio(
		customer: Customer,
		{ method, path: whole }: UpstreamRequest,
		path: string,
		form: Record<string, string>,
	): Reply {
		const [, sid, part] = path.slice(EXECUTIONS.length).split('/');
		const { executions } = customer;
		if (sid !== undefined) {
			const execution = executions.find((each) => each.sid === sid);
			if (!execution) return NOT_FOUND;
			if (method === 'POST') execution.status = 'ended';
			return {
				body: part === 'Context' ? { context: contextOf(customer, execution) } : viewOf(customer, execution),
			};
		}
		if (method === 'GET') {
			const from = Date.parse(new URLSearchParams(whole.split('?')[1]).get('DateCreatedFrom') ?? '') || 0;
			const listed = executions.filter(({ startedAt }) => startedAt >= from);
			return {
				body: {
					executions: listed.map((each) => viewOf(customer, each)).reverse(),
					meta: { key: 'executions' },
				},
			};
		}
		const { task } = JSON.parse(form.Parameters ?? '{}');
		return this.start(customer, task !== undefined);
	}

	/** One execution at a time for one customer. */
	start(customer: Customer, hasTask: boolean): Reply {
		const active = customer.executions.find(({ status }) => status === 'active');
		if (active) {
			const message = `Execution ${active.sid} is already active for this To and From`;
			return { status: 409, body: { code: 20409, message, status: 409 } };
		}
		const execution: Execution = {
			sid: `FN${(customer.number * 64 + customer.executions.length).toString(16).padStart(32, '0')}`,
			startedAt: Date.now(),
			task: hasTask,
			status: 'active',
			reachedFlex: false,
		};
		customer.executions.push(execution);
		this.runFlow(customer, execution);
		return { status: 201, body: { sid: execution.sid, status: 'active' } };
	}
}

function viewOf({ address }: Customer, { sid, status, startedAt }: Execution) {
	return {
		sid,
		status,
		contact_channel_address: address,
		date_created: new Date(startedAt).toISOString(),
	};
}

function contextOf({ handoffData }: Customer, { outcome, reachedFlex }: Execution) {
	return {
		flow: { data: { HandoffData: handoffData }, variables: outcome === undefined ? {} : { outcome } },
		widgets: reachedFlex ? { send_conversation_to_flex: {} } : {},
	};
}
