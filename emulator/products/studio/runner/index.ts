/**
 * Runs Studio flows: one widget after another, each step recorded as Studio's Steps resource shows it.
 * @module
 */
import type { FlowDefinition, FlowState } from '../../../../studio/definition';
import { createRenderer } from '../../../../studio/render/liquid';
import type { Handle } from '../../../core/outbound';
import { sid } from '../../../core/sids';
import type { Execution, Flow, World } from '../../../core/world';
import { widgets } from '../widgets';
import { createContext, type ExecutionContext, type Trigger } from './context';
import type { Done, Run, Waiting } from './widget';

export interface RunnerOptions {
	/** How the emulator answers `*.twilio.com`, for the HTTP widget. */
	readonly handle: Handle;
	/** How long an HTTP widget waits; Studio's 10 s unless told. */
	readonly httpTimeoutMs?: number;
}

/**
 * Studio ends an execution that loops (https://www.twilio.com/docs/api/errors/81000). GUESS: after how many steps; a flow
 * of two widgets that point at each other, on a live account, tells.
 */
const MAX_STEPS = 1000;

interface Live {
	readonly run: Run;
	readonly execution: Execution;
	readonly definition: FlowDefinition;
	/** Set while a widget waits for the call to come back. */
	waiting?: { readonly state: FlowState; readonly returned: Waiting['returned'] };
	/** Everything done so far; rejects never. */
	work: Promise<unknown>;
}

/**
 * @example
 * const runner = new StudioRunner(world, { handle });
 * const execution = runner.start(flow, { event: 'incomingRequest', to: '+15005550123', from: world.phoneNumber, parameters: {} });
 * await runner.settled(execution.sid);
 * console.log(execution.status, execution.steps.map((step) => step.name));
 */
export class StudioRunner {
	private readonly live = new Map<string, Live>();
	private readonly render = createRenderer();

	constructor(
		private readonly world: World,
		private readonly options: RunnerOptions,
	) {}

	/**
	 * Starts a flow's published revision for a REST request. It runs after the caller has had its answer, as in Studio.
	 * @returns the execution, still active and without steps.
	 * @throws Error when the flow was never published.
	 */
	start(flow: Flow, trigger: Extract<Trigger, { event: 'incomingRequest' }>): Execution {
		const live = this.create(flow, trigger);
		live.work = new Promise(setImmediate).then(() => this.advance(live, live.definition.initial_state));
		return live.execution;
	}

	/**
	 * Runs a flow for a call, until it has something for the caller.
	 * @returns TwiML; an empty `<Response/>`, on which a call hangs up, when the flow has nothing to say.
	 * @throws Error when the flow was never published.
	 */
	async startCall(flow: Flow, trigger: Extract<Trigger, { event: 'incomingCall' }>): Promise<string> {
		const live = this.create(flow, trigger);
		return this.twiml(live, this.advance(live, live.definition.initial_state));
	}

	/**
	 * Goes on with the execution that waits for this call, after the TwiML it was given has been carried out.
	 * @returns the next TwiML, or `undefined` when no execution of that flow waits for the call.
	 */
	async callReturned(flowSid: string, form: URLSearchParams): Promise<string | undefined> {
		for (const live of this.live.values()) {
			const { waiting, run, execution } = live;
			if (!waiting || execution.flowSid !== flowSid || run.trigger.event !== 'incomingCall') continue;
			if (run.trigger.call.CallSid !== form.get('CallSid')) continue;
			delete live.waiting;
			const next = this.record(live, waiting.state, waiting.returned(form));
			return this.twiml(live, next === undefined ? undefined : this.advance(live, next));
		}
		return undefined;
	}

	/**
	 * Resolves when an execution has ended, or waits for its call to come back.
	 * @throws Error when the runner never started it.
	 */
	async settled(executionSid: string): Promise<Execution> {
		const live = this.live.get(executionSid);
		if (!live) throw new Error(`no execution ${executionSid}`);
		await live.work;
		return live.execution;
	}

	/** The execution that a REST request for these addresses started and that has not ended. */
	activeRequest(flowSid: string, to: string, from: string): Execution | undefined {
		for (const { execution, run } of this.live.values()) {
			const { trigger } = run;
			if (execution.flowSid !== flowSid || execution.status !== 'active') continue;
			if (trigger.event === 'incomingRequest' && trigger.to === to && trigger.from === from) return execution;
		}
		return undefined;
	}

	/** Resolves when every execution has settled. */
	async idle(): Promise<void> {
		await Promise.all([...this.live.values()].map(({ work }) => work));
	}

	private create(flow: Flow, trigger: Trigger): Live {
		const definition = publishedRevision(flow)?.definition;
		if (!definition) throw new Error(`flow ${flow.sid} has no published revision`);
		const executionSid = sid('FN');
		const context = createContext(executionSid, flow.sid, trigger);
		const execution: Execution = {
			sid: executionSid,
			flowSid: flow.sid,
			status: 'active',
			contactChannelAddress: context.contact.channel.address,
			context,
			steps: [],
			dateCreated: new Date(),
			dateUpdated: new Date(),
		};
		const live = { run: this.createRun(context, trigger), execution, definition, work: Promise.resolve() };
		this.world.executions.set(execution.sid, execution);
		this.live.set(execution.sid, live);
		const by = trigger.event === 'incomingCall' ? 'a call' : 'a REST request';
		this.world.log('Studio', `${by} started execution ${execution.sid} of flow "${flow.friendlyName}"`);
		return live;
	}

	private createRun(context: ExecutionContext, trigger: Trigger): Run {
		const { handle, httpTimeoutMs = 10_000 } = this.options;
		return {
			world: this.world,
			trigger,
			flowSid: context.flow.flow_sid,
			executionSid: context.flow.sid,
			context,
			http: { handle, timeoutMs: httpTimeoutMs },
			render: (template) => this.render(template, context),
		};
	}

	/** Keeps the work where `settled` finds it, and answers a call. */
	private async twiml(live: Live, work: Promise<string | undefined> | undefined): Promise<string> {
		if (work) live.work = work;
		return (await work) ?? '<?xml version="1.0" encoding="UTF-8"?><Response/>';
	}

	/** Runs from this state on. Returns TwiML as soon as a widget hands some to the call, else nothing at the end. */
	private async advance(live: Live, from: string): Promise<string | undefined> {
		let name: string | undefined = from;
		while (name !== undefined && live.execution.status === 'active') {
			const state: FlowState | undefined = live.definition.states.find((each) => each.name === name);
			if (!state) return this.fail(live, `the flow has no state "${name}"`);
			if (live.execution.steps.length >= MAX_STEPS) return this.fail(live, `more than ${MAX_STEPS} steps`);

			const outcome = await this.attempt(live, state);
			if (!outcome) return undefined;
			if ('twiml' in outcome) {
				live.waiting = { state, returned: outcome.returned };
				this.world.log('Studio', `${state.name}: ${outcome.note ?? 'gave the call its TwiML'}`);
				return outcome.twiml;
			}
			name = this.record(live, state, outcome);
		}
		return undefined;
	}

	private async attempt(live: Live, state: FlowState): Promise<Done | Waiting | undefined> {
		const widget = widgets.get(state.type);
		if (!widget) return this.fail(live, `${state.name}: the emulator knows no widget "${state.type}"`);
		try {
			return await widget.run(state, live.run);
		} catch (error) {
			const message = error instanceof Error ? error.message : String(error);
			if (widget.failure === undefined) return this.fail(live, `${state.name}: ${message}`);
			return { event: widget.failure, output: { error: message }, note: message };
		}
	}

	/** Writes a step down and returns the name of the next state, if the event leads anywhere. */
	private record({ execution, run }: Live, state: FlowState, done: Done): string | undefined {
		// Ended over REST while the widget was at work: nothing more happens to it.
		if (execution.status === 'ended') return undefined;
		if (done.output) run.context.widgets[state.name] = done.output;
		const next =
			'next' in done ? done.next : state.transitions.find(({ event }) => event === done.event)?.next;
		execution.steps.push({
			sid: sid('FT'),
			name: done.event,
			transitionedFrom: state.name,
			transitionedTo: next ?? 'Ended',
			context: structuredClone(execution.context),
			dateCreated: new Date(),
		});
		execution.dateUpdated = new Date();
		const goesOn = next === undefined ? 'the execution ends' : `next is ${next}`;
		const note = done.note === undefined ? '' : `${done.note}; `;
		this.world.log('Studio', `${state.name}: ${note}${done.event}, ${goesOn}`);
		if (next === undefined) execution.status = 'ended';
		return next;
	}

	private fail({ execution }: Live, reason: string): undefined {
		execution.status = 'ended';
		execution.dateUpdated = new Date();
		this.world.log('Studio', `execution ${execution.sid} ended with an error: ${reason}`);
	}
}

/** The revision that runs: the newest published one. A flow that is only a draft has none. */
export function publishedRevision(flow: Flow): Flow['revisions'][number] | undefined {
	return flow.revisions.findLast(({ status }) => status === 'published');
}
