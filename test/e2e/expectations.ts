/**
 * What is true of every answer.
 * @module
 */
import { parseTwiml, type Verb } from '../../emulator/products/voice/twiml';
import { type Answer, FULL_NUMBER } from '../support/local-stack';

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

const STACK = /\bat \S+ \(|node_modules|\.[jt]s:\d+|Error:/;
