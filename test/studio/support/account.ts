/**
 * An account with the project's flow in Studio, all in process, and a stand-in for the Functions.
 * @module
 */
import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Execution } from '../../../emulator/core/world';
import { addFlow } from '../../../emulator/products/studio/flows';
import { Phone } from '../../../emulator/products/voice/phone';
import { parseTwiml, type Verb } from '../../../emulator/products/voice/twiml';
import { textFor } from '../../../src/adaptation';
import { answerFlow } from '../../../src/handoff/flow-request';
import { HandoffError } from '../../../src/http/errors';
import type { Settings } from '../../../src/settings';
import template from '../../../studio/agent-handoff.json';
import { renderFlow } from '../../../studio/render/render';
import { adaptedValues } from '../../../tools/account/studio/flow-values';
import { CUSTOMER, dig, listen, studioWorld } from '../../emulator/flows';

/** Nothing listens there. */
const NOWHERE = 'http://127.0.0.1:9';

export interface AccountOptions {
	readonly functionsUrl?: string;
	readonly fallbackNumber?: string;
	/** What is adapted: texts, hold music, a SIP fallback. */
	readonly settings?: Settings;
	/** The workflow and the chat channel that the flow is rendered with; by default the account's own. */
	readonly workflowSid?: string;
	readonly chatChannelSid?: string;
	readonly httpTimeoutMs?: number;
}

/** An account with the flow as a deployment publishes it. It is healthy except for the options. */
export function deployed(options: AccountOptions = {}) {
	const { httpTimeoutMs = 5_000 } = options;
	const studio = studioWorld({ httpTimeoutMs });
	const { world, runner, handle, post } = studio;
	const definition = renderFlow(
		{
			FUNCTIONS_URL: options.functionsUrl ?? NOWHERE,
			TWILIO_FLEX_WORKFLOW_SID: options.workflowSid ?? world.workflowSid,
			TWILIO_FLEX_VOICE_CHANNEL_SID: world.voiceChannelSid,
			TWILIO_FLEX_CHAT_CHANNEL_SID: options.chatChannelSid ?? world.chatChannelSid,
			...adaptedValues(options.settings ?? {}),
			...(options.fallbackNumber !== undefined && { HANDOFF_FALLBACK_NUMBER: options.fallbackNumber }),
			TWILIO_PHONE_NUMBER: world.phoneNumber,
		},
		template,
	);
	const flow = addFlow(world, definition);
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

export interface Received {
	readonly path: string;
	readonly url: string;
	readonly form: Readonly<Record<string, string>>;
	readonly signature: string;
	readonly authorization: string | undefined;
}

export type Responder = (response: ServerResponse) => void;

/** A JSON response of a Function. */
export function json(body: unknown, status = 200): Responder {
	return (response) =>
		response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** The response of `/task-attributes`, made by the product's own code. */
function taskAttributesFor(form: Readonly<Record<string, string>>, settings: Settings): Responder {
	try {
		const { answer, handedOver } = answerFlow(form, settings);
		const greeting = textFor(settings, 'HANDOFF_CALL_GREETING');
		return json({ ...answer, ...(handedOver?.isCall && { greeting }) });
	} catch (error) {
		if (!(error instanceof HandoffError)) throw error;
		return json({ error: { code: error.code } }, error.status);
	}
}

/**
 * A stand-in for the Functions that records the requests of the flow. The lookups respond as a test sets them;
 * `/task-attributes` responds with the product's own code unless a test sets something else.
 */
export class CannedFunctions {
	readonly received: Received[] = [];
	url = '';
	/** What the Functions are deployed with. */
	settings: Settings = {};
	private readonly responders = new Map<string, Responder>();
	private readonly server = createServer(async (request, response) => {
		const path = request.url ?? '';
		const form = Object.fromEntries(new URLSearchParams(await text(request)));
		this.received.push({
			path,
			url: this.url + path,
			form,
			signature: String(request.headers['x-twilio-signature']),
			authorization: request.headers.authorization,
		});
		const own = path === '/task-attributes' ? taskAttributesFor(form, this.settings) : undefined;
		const respond = this.responders.get(path) ?? own ?? json({ error: { code: 'not_found' } }, 404);
		respond(response);
	});

	async start(): Promise<void> {
		this.url = await listen(this.server);
	}

	on(path: '/participant-lookup' | '/service-sid' | '/task-attributes', respond: Responder): void {
		this.responders.set(path, respond);
	}

	reset(): void {
		this.received.length = 0;
		this.settings = {};
		this.responders.clear();
	}

	stop(): void {
		this.server.closeAllConnections();
		this.server.close();
	}
}

/** A customer calls, and the session with the virtual agent ends: with HandoffData, or without. */
export async function callThatEnds(studio: ReturnType<typeof deployed>, handoffData: string | undefined) {
	const { world, phone, actionUrl } = studio;
	const call = phone.startCall({ from: CUSTOMER, to: world.phoneNumber, direction: 'inbound' });
	await phone.endConversationRelay(call, { actionUrl, ...(handoffData !== undefined && { handoffData }) });
	return { ...studio, call, execution: onlyExecution(studio), tasks: [...world.tasks.values()] };
}

export { CUSTOMER, dig };
