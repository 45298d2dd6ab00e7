/**
 * An account with the project's flow in Studio, all in process.
 * @module
 */
import type { Execution } from '../../emulator/core/world';
import { Phone } from '../../emulator/products/voice/phone';
import { parseTwiml, type Verb } from '../../emulator/products/voice/twiml';
import { type FlowOptions, publishFlow } from './agent-handoff';
import { CUSTOMER, dig, studioWorld } from './flows';

export interface AccountOptions extends FlowOptions {
	readonly httpTimeoutMs?: number;
}

/** An account with the flow as a deployment publishes it. It is healthy except for the options. */
export function deployed(options: AccountOptions = {}) {
	const { httpTimeoutMs = 5_000 } = options;
	const studio = studioWorld({ httpTimeoutMs });
	const { world, runner, handle, post } = studio;
	const flow = publishFlow(world, options);
	const webhook = `https://webhooks.twilio.com/v1/Accounts/${world.account.accountSid}/Flows/${flow.sid}`;

	/** A request about a call; the response's TwiML. */
	const callback = async (
		query: string,
		form: Readonly<Record<string, string>>,
	): Promise<readonly Verb[]> => {
		const { body } = await post(`${webhook}?${query}`, { ...form });
		return parseTwiml(String(body));
	};
	/** Starts an execution, as a POST to Studio's Executions resource does, and waits for its end. */
	const message = async (
		to: string,
		parameters: Readonly<Record<string, unknown>>,
		from = world.phoneNumber,
	): Promise<Execution> => {
		const sent: unknown = JSON.parse(JSON.stringify(parameters));
		const trigger = { event: 'incomingRequest', to, from, parameters: { ...Object(sent) } } as const;
		return runner.settled(runner.start(flow, trigger).sid);
	};
	return {
		world,
		phone: new Phone(world, { handle }),
		actionUrl: `${webhook}?Trigger=incomingCall`,
		callIn: (form: Readonly<Record<string, string>>) => callback('Trigger=incomingCall', form),
		/** The call requests more TwiML. */
		comeBack: (form: Readonly<Record<string, string>>) => callback('FlowEvent=return', form),
		message,
	};
}

/** The only execution. */
export function onlyExecution({ world }: ReturnType<typeof deployed>): Execution {
	const [execution, ...others] = world.executions.values();
	if (!execution || others.length > 0) throw new Error(`${world.executions.size} executions instead of one`);
	return execution;
}

/** The outcome that the flow recorded; `undefined` while it runs. */
export function outcomeOf(execution: Execution): unknown {
	return execution.status === 'ended' ? dig(execution.context, 'flow.variables.outcome') : undefined;
}

/** The task in an `<Enqueue>`. */
export function taskIn(verbs: readonly Verb[]): { attributes: unknown; priority: number } {
	const task = verbs.find(({ name }) => name === 'Enqueue')?.children.find(({ name }) => name === 'Task');
	if (!task) throw new Error(`no task in ${verbs.map(({ name }) => name).join(', ')}`);
	return { attributes: JSON.parse(task.text), priority: Number(task.attributes.priority) };
}

/** A customer calls, and the session with the virtual agent ends: with HandoffData, or without. */
export async function callThatEnds(studio: ReturnType<typeof deployed>, handoffData: string | undefined) {
	const { world, phone, actionUrl } = studio;
	const call = phone.startCall({ from: CUSTOMER, to: world.phoneNumber, direction: 'inbound' });
	await phone.endConversationRelay(call, { actionUrl, ...(handoffData !== undefined && { handoffData }) });
	return { ...studio, call, execution: onlyExecution(studio), tasks: [...world.tasks.values()] };
}

export { CUSTOMER, dig };
