/**
 * What is true of every answer, and the hooks that hold each file to it.
 * @module
 */
import type { LaptopOptions } from '../../emulator/local-stack/laptop';
import { parseTwiml, type Verb } from '../../emulator/products/voice/twiml';
import { type Answer, Stage } from './stage';

/**
 * Starts a laptop for the tests of the enclosing block; afterwards nothing secret may have been printed. Its Functions are
 * warm, as most are on Twilio: a process for each request would take most of the tests' time.
 */
export function useStage(options: LaptopOptions = {}): Stage {
	const stage = new Stage({ warm: true, ...options });
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

export interface ExpectedError {
	readonly status: number;
	readonly code: string;
	readonly field?: string;
	readonly twilioCode?: number;
	readonly retryable?: boolean;
}

/** The contract's error, to the key, and nothing in it that is none of the caller's business. */
export function expectError(answer: Answer, { status, retryable = false, ...error }: ExpectedError): void {
	expect({ status: answer.status, body: answer.body }).toEqual({
		status,
		body: { error: { ...error, message: expect.stringMatching(/\w+ \w+/), retryable } },
	});
	expect(answer.headers.get('content-type')).toMatch(/^application\/json\b/);
	expect(answer.headers.get('www-authenticate')).toEqual(
		status === 401 ? expect.stringMatching(/^Basic\b/) : null,
	);
	expect(answer.text).not.toMatch(STACK);
	expect(answer.text).not.toMatch(FULL_NUMBER);
}

/** A caller on a live call gets valid TwiML, whatever happens. */
export function expectTwiml(answer: Answer): readonly Verb[] {
	expect({ status: answer.status, contentType: answer.headers.get('content-type') }).toEqual({
		status: 200,
		contentType: expect.stringMatching(/^text\/xml\b/),
	});
	return parseTwiml(answer.text);
}

/** The attributes and the priority of the task in a document that only puts the call into the queue. */
export function expectEnqueue(
	answer: Answer,
	workflowSid: string,
): { attributes: Record<string, unknown>; priority: string | undefined } {
	const [enqueue, ...others] = expectTwiml(answer);
	expect(others).toEqual([]);
	expect(enqueue).toMatchObject({ name: 'Enqueue', attributes: { workflowSid } });
	expect(enqueue?.children.map(({ name }) => name)).toEqual(['Task']);
	const [task] = enqueue?.children ?? [];
	return { attributes: JSON.parse(task?.text ?? ''), priority: task?.attributes.priority };
}

/** Every number in these tests is one of Twilio's test numbers, +1 500 555 …. */
const FULL_NUMBER = /1500555\d{4}/;
const STACK = /\bat \S+ \(|node_modules|\.[jt]s:\d+|Error:/;

function expectDiscreetLog(stage: Stage): void {
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
