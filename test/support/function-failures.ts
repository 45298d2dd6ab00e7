/**
 * Ways in which a Function may fail.
 * @module
 */
import { json, type Responder } from './canned-functions';

export const FAILURES: readonly (readonly [string, Responder])[] = [
	...[401, 404, 409, 500, 503].map((status): [string, Responder] => [
		`responds with ${status}`,
		json({ error: { code: 'x', message: 'x', retryable: false } }, status),
	]),
	['does not respond in time', () => {}],
	['stops in the middle of its response', (response) => response.write('{"conversationSid":')],
	['breaks the connection', (response) => response.destroy()],
	['responds with text', (response) => response.end('OK')],
	['responds with HTML', (response) => response.end('<html>Bad gateway</html>')],
	['responds with a list', json([])],
	['responds with an empty object', json({})],
	['responds with null values', json({ conversationSid: null, serviceSid: null, isHandoff: null })],
	['responds with more than Studio reads', json({ padding: 'x'.repeat(65 * 1024) })],
];
