/**
 * Runs Studio flows: one widget after the other, and records each step for the Steps resource.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FlowDefinition, FlowState } from '../../../../studio/definition';
import { createRenderer, type LiquidGuess } from '../../../../studio/render/liquid';
import type { Handle } from '../../../core/http';
import { sid } from '../../../core/sids';
import { holds } from '../../../core/unknowns';
import type { Execution, Flow, World } from '../../../core/world';
import { widgets } from '../widgets';
import { createContext, type ExecutionContext, type Trigger } from './context';
import { beginExecution, endExecution, publishedRevision, recordStep } from './execution';
import type { Done, Run, Waiting } from './widget';

export interface RunnerOptions {
	/** Handles requests of the HTTP widget to `*.twilio.com`. */
	readonly handle: Handle;
	/** How long an HTTP widget waits; by default 10 s, as in Studio. */
	readonly httpTimeoutMs?: number;
}

/**
 * Studio ends an execution that loops (https://www.twilio.com/docs/api/errors/81000). GUESS(studio-step-limit): the
 * number of steps; a flow of two widgets that lead to each other, on a live account, would settle it.
 */
const MAX_STEPS = 1000;

const LIQUID: readonly LiquidGuess[] = [
	'liquid-default',
	'liquid-missing',
	'liquid-split-replace',
	'liquid-to-json',
	'liquid-white-space',
	'to-json-missing',
	'unknown-filter',
];

interface Live {
	readonly run: Run;
	readonly execution: Execution;
	readonly definition: FlowDefinition;
	/** Set while a widget waits for the call to return. */
	waiting?: { readonly state: FlowState; readonly returned: Waiting['returned'] };
	/** Everything done so far; never rejects. */
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
	 * Starts a flow's published revision for a REST request. It runs after the response, as in Studio.
	 * @returns the execution, active and without steps
	 * @throws Error when the flow has no published revision
	 */
	start(flow: Flow, trigger: Extract<Trigger, { event: 'incomingRequest' }>): Execution {
		const live = this.create(flow, trigger);
		live.work = new Promise(setImmediate).then(() => this.advance(live, live.definition.initial_state));
		return live.execution;
	}

	/**
	 * Adds an execution that started and never goes on: stuck, as some of a live account are until they are ended.
	 * @param dateCreated when it started
	 * @throws Error when the flow has no published revision
	 */
	startStuck(
		flow: Flow,
		trigger: Extract<Trigger, { event: 'incomingRequest' }>,
		dateCreated = new Date(),
	): Execution {
		const { execution } = this.create(flow, trigger);
		execution.dateCreated = dateCreated;
		execution.dateUpdated = dateCreated;
		return execution;
	}

	/** Ends an execution, as an update of its status does. The widget that runs now has no successor. */
	end(execution: Execution): void {
		if (execution.status === 'ended') return;
		endExecution(this.world, execution, 'was ended by the REST API');
		delete this.live.get(execution.sid)?.waiting;
	}

	/**
	 * Runs a flow for a call, until a widget has TwiML for it.
	 * @returns TwiML; an empty `<Response/>`, which ends the call, when the flow ends without any
	 * @throws Error when the flow has no published revision
	 */
	async startCall(flow: Flow, trigger: Extract<Trigger, { event: 'incomingCall' }>): Promise<string> {
		const live = this.create(flow, trigger);
		return this.twiml(live, this.advance(live, live.definition.initial_state));
	}

	/**
	 * Continues the execution that waits for this call, which has completed its TwiML.
	 * @returns the next TwiML, or `undefined` when no execution of that flow waits for the call
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
	 * Resolves when an execution has ended, or waits for its call to return.
	 * @throws Error when this runner did not start it
	 */
	async settled(executionSid: string): Promise<Execution> {
		const live = this.live.get(executionSid);
		if (!live) throw new Error(`execution ${executionSid} not found`);
		await live.work;
		return live.execution;
	}

	/** The active execution that a REST request for these addresses started. */
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
		const context = createContext(executionSid, flow.sid, trigger, this.world);
		const execution = beginExecution(this.world, flow, { sid: executionSid, trigger, context });
		const live = {
			run: this.createRun(executionSid, context, trigger),
			execution,
			definition,
			work: Promise.resolve(),
		};
		this.live.set(execution.sid, live);
		return live;
	}

	private createRun(executionSid: string, context: ExecutionContext, trigger: Trigger): Run {
		const { handle, httpTimeoutMs = 10_000 } = this.options;
		const wrong = new Set(LIQUID.filter((guess) => !holds(this.world, guess)));
		const render = wrong.size > 0 ? createRenderer(wrong) : this.render;
		return {
			world: this.world,
			trigger,
			flowSid: context.flow.flow_sid,
			executionSid,
			context,
			http: { handle, timeoutMs: httpTimeoutMs },
			render: (template) => render(template, context),
		};
	}

	/** Stores the work for `settled`, and waits for the call's TwiML. */
	private async twiml(live: Live, work: Promise<string | undefined> | undefined): Promise<string> {
		if (work) live.work = work;
		return (await work) ?? '<?xml version="1.0" encoding="UTF-8"?><Response/>';
	}

	/** Runs from this state on. Returns the TwiML of the first widget that has some, or `undefined` at the end. */
	private async advance(live: Live, from: string): Promise<string | undefined> {
		let name: string | undefined = from;
		while (name !== undefined && live.execution.status === 'active') {
			const state: FlowState | undefined = live.definition.states.find((each) => each.name === name);
			if (!state) return this.fail(live, `widget "${name}" not found`);
			if (live.execution.steps.length >= MAX_STEPS) return this.fail(live, `more than ${MAX_STEPS} steps`);

			if (this.world.stepMs > 0) await sleep(this.world.stepMs);
			const outcome = await this.attempt(live, state);
			if (!outcome || live.execution.status !== 'active') return undefined;
			if ('twiml' in outcome) {
				live.waiting = { state, returned: outcome.returned };
				this.world.log('Studio', `${state.name}: ${outcome.note ?? 'sent TwiML to the call'}`);
				return outcome.twiml;
			}
			name = this.record(live, state, outcome);
		}
		return undefined;
	}

	private async attempt(live: Live, state: FlowState): Promise<Done | Waiting | undefined> {
		const widget = widgets.get(state.type);
		if (!widget)
			return this.fail(live, `${state.name}: the emulator cannot run a widget of type "${state.type}"`);
		try {
			return await widget.run(state, live.run);
		} catch (error) {
			const message = error instanceof Error ? error.message : String(error);
			if (widget.failure === undefined) {
				if (holds(this.world, 'invalid-template')) return this.fail(live, `${state.name}: ${message}`);
				return { event: 'next', note: message };
			}
			// "Failure branches are usually empty": only the journal has the reason.
			return { event: widget.failure, note: message };
		}
	}

	private record({ execution, run }: Live, state: FlowState, done: Done): string | undefined {
		return recordStep(this.world, execution, run.context, state, done);
	}

	private fail({ execution }: Live, reason: string): undefined {
		endExecution(this.world, execution, `ended with an error: ${reason}`);
	}
}
