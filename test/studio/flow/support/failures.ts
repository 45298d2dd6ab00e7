/**
 * How a Function may fail the flow.
 * @module
 */
import { type Answer, json } from './account';

export const FAILURES: readonly (readonly [string, Answer])[] = [
	...[401, 404, 409, 500, 503].map((status): [string, Answer] => [
		`answers ${status}`,
		json({ error: { code: 'x', message: 'x', retryable: false } }, status),
	]),
	['does not answer in time', () => {}],
	['stops in the middle of its answer', (response) => response.write('{"conversationSid":')],
	['breaks the connection', (response) => response.destroy()],
	['answers with text', (response) => response.end('OK')],
	['answers with HTML', (response) => response.end('<html>Bad gateway</html>')],
	['answers with a list', json([])],
	['answers with nothing in it', json({})],
	['answers with null', json({ conversationSid: null, serviceSid: null, isHandoff: null })],
	['answers more than Studio reads', json({ padding: 'x'.repeat(65 * 1024) })],
];
