/**
 * A running laptop for the tests of one file, and the requests that TAC, Studio, Twilio and unauthenticated clients make to it.
 * @module
 */
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import type { RecordedRequest } from '../../emulator/core/recorded';
import type { Account, Conversation, Task, World } from '../../emulator/core/world';
import { Laptop, type LaptopOptions } from '../../emulator/local-stack/laptop';

/** Every number in these tests is one of Twilio's test numbers, +1 500 555 …. */
export const FULL_NUMBER = /1500555\d{4}/;

/** Form or query parameters; a list repeats a name. */
export type Params = Readonly<Record<string, string | readonly string[]>>;

/** What a caller presents: the headers it adds to a request for `url`, whose form is `form`. */
export type Credentials = (account: Account, url: string, form: Params) => Record<string, string>;

export const apiKey: Credentials = (account) => basic(account.apiKey, account.apiSecret);
export const accountToken: Credentials = (account) => basic(account.accountSid, account.authToken);
export const signature: Credentials = ({ authToken }, url, form) => ({
	'x-twilio-signature': getExpectedTwilioSignature(authToken, url, form),
});
export const nothing: Credentials = () => ({});

export function basic(username: string, password: string): Record<string, string> {
	return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
}

export interface Answer {
	readonly status: number;
	readonly headers: Headers;
	readonly text: string;
	/** The parsed JSON of an answer that says it is JSON. */
	readonly body: unknown;
	/** How long the caller waited. */
	readonly ms: number;
}

/** One laptop, started before the tests that use it and stopped after them. */
export class LocalStack {
	private running: Laptop | undefined;

	constructor(private readonly options: LaptopOptions) {}

	get laptop(): Laptop {
		if (!this.running) throw new Error('The laptop runs during tests only');
		return this.running;
	}

	get emulator() {
		return this.laptop.emulator;
	}

	get world(): World {
		return this.laptop.emulator.world;
	}

	async start(): Promise<void> {
		this.running = await Laptop.start(this.options);
	}

	async stop(): Promise<void> {
		await this.running?.stop();
		this.running = undefined;
	}

	/** Forgets what the last test asked of Twilio and what it made go wrong there. */
	reset(): void {
		this.emulator.faults.clear();
		this.emulator.requests.length = 0;
	}

	get(path: string, params: Params, as = apiKey): Promise<Answer> {
		return this.send('GET', `${path}?${encode(params)}`, as);
	}

	post(path: string, form: Params, as = apiKey): Promise<Answer> {
		const contentType = 'application/x-www-form-urlencoded';
		return this.send('POST', path, as, { contentType, text: encode(form).toString(), form });
	}

	postJson(path: string, json: unknown, as = apiKey): Promise<Answer> {
		return this.send('POST', path, as, { contentType: 'application/json', text: JSON.stringify(json) });
	}

	/** What the Functions and Studio asked of Twilio since the last test, by path. */
	upstream(path: RegExp): RecordedRequest[] {
		return this.emulator.requests.filter(({ url }) => path.test(new URL(url).pathname));
	}

	/** The requests that asked Studio to start a flow. */
	started(): RecordedRequest[] {
		return this.upstream(/Executions$/).filter(({ method }) => method === 'POST');
	}

	/** The one task of a conversation, once Studio has nothing left to do. */
	async taskOf(conversationId: string): Promise<Task> {
		await this.emulator.runner.idle();
		const [task, ...others] = this.tasksOf(conversationId);
		if (!task || others.length > 0) throw new Error(`not one task, but ${task ? others.length + 1 : 'none'}`);
		return task;
	}

	tasksOf(conversationId: string): Task[] {
		return [...this.world.tasks.values()].filter(
			({ attributes }) => attributes.conversationId === conversationId,
		);
	}

	/** The form that TAC's `post_studio_handoff` sends. */
	tacForm(
		{ id }: Pick<Conversation, 'id'>,
		{ to = '', attributes = {} }: { to?: string; attributes?: Readonly<Record<string, unknown>> } = {},
	) {
		const HandoffData = { conversationId: id, storeId: this.world.memoryStoreId, profileId: '', attributes };
		return { To: to, From: this.world.phoneNumber, Parameters: JSON.stringify({ HandoffData }) };
	}

	/** The form of a ConversationRelay action callback, without `HandoffData` unless given. */
	callForm(fields: Params = {}): Params {
		return {
			AccountSid: this.world.account.accountSid,
			CallSid: 'CA0123456789abcdef0123456789abcdef',
			CallStatus: 'in-progress',
			From: '+15005550123',
			To: this.world.phoneNumber,
			Direction: 'inbound',
			SessionId: 'VX0123456789abcdef0123456789abcdef',
			SessionStatus: 'ended',
			SessionDuration: '47',
			...fields,
		};
	}

	private async send(
		method: string,
		target: string,
		as: Credentials,
		body?: { contentType: string; text: string; form?: Params },
	): Promise<Answer> {
		const url = this.laptop.functions.url + target;
		const credentials = as(this.world.account, url, body?.form ?? {});
		const start = performance.now();
		const response = await fetch(url, {
			method,
			headers: { ...credentials, ...(body && { 'content-type': body.contentType }) },
			...(body && { body: body.text }),
		});
		const text = await response.text();
		const isJson = /^application\/json\b/.test(response.headers.get('content-type') ?? '');
		return {
			status: response.status,
			headers: response.headers,
			text,
			body: isJson ? JSON.parse(text) : undefined,
			ms: performance.now() - start,
		};
	}
}

/**
 * Starts a laptop for the tests of the enclosing block; afterwards nothing secret may have been printed. Its Functions are
 * warm, as most are on Twilio: a process for each request would take most of the tests' time.
 */
export function useLocalStack(options: LaptopOptions = {}): LocalStack {
	const stage = new LocalStack({ warm: true, ...options });
	beforeAll(() => stage.start(), 60_000);
	beforeEach(() => stage.reset());
	afterEach(() => expect(stage.emulator.crashes).toEqual([]));
	afterAll(async () => {
		try {
			expectDiscreetLog(stage);
		} finally {
			await stage.stop();
		}
	});
	return stage;
}

/** Asks for every case at once, which spares time, and keeps the cases' names, which tell what failed. */
export async function askAll<T, R>(
	cases: Readonly<Record<string, T>>,
	ask: (each: T) => Promise<R>,
): Promise<Record<string, R>> {
	const entries = Object.entries(cases).map(
		async ([name, each]): Promise<[string, R]> => [name, await ask(each)],
	);
	return Object.fromEntries(await Promise.all(entries));
}

function encode(params: Params): URLSearchParams {
	const encoded = new URLSearchParams();
	for (const [name, value] of Object.entries(params)) {
		for (const each of [value].flat()) encoded.append(name, each);
	}
	return encoded;
}

function expectDiscreetLog(stage: LocalStack): void {
	const printed = stage.laptop.functions.output();
	const { authToken, apiSecret } = stage.world.account;
	const secrets = [authToken, apiSecret].flatMap((secret) => [
		secret,
		Buffer.from(`:${secret}`).toString('base64').slice(4, -4),
	]);
	expect(secrets.filter((secret) => printed.includes(secret))).toEqual([]);
	// The runtime prints the URL of each request, query and all; these lines are the Functions' own.
	const ours = printed.split('\n').filter((line) => line.startsWith('{"path"'));
	expect(ours.filter((line) => FULL_NUMBER.test(line))).toEqual([]);
}
