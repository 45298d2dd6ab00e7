/**
 * Small Functions and Assets for the tests of hosting.
 * @module
 */
/** Every byte must survive an upload. */
export const EVERY_BYTE = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
/** A Function with this body. */
export const handler = (body: string) => `exports.handler = (context, event, callback) => { ${body} };`;

export const FUNCTIONS = [
	{ path: '/deep/echo', content: handler('callback(null, { event, ...context });') },
	{
		path: '/teapot',
		content: handler(`
			const response = new Twilio.Response();
			response.setStatusCode(418).setBody('<Tea/>').appendHeader('Content-Type', 'text/xml');
			callback(null, response.setCookie('a', '1').setCookie('b', '2'));`),
	},
	{
		path: '/has',
		content: handler(`
			const has = (name) => { try { require(name); return true; } catch { return false; } };
			const names = ['twilio', 'zod', 'not-there', './teapot', 'node:fs'];
			callback(null, Object.fromEntries(names.map((name) => [name, has(name)])));`),
	},
	{
		path: '/guarded',
		visibility: 'protected',
		content: handler(`
			const { open } = Runtime.getAssets()['/secret.txt'];
			callback(null, require(Runtime.getFunctions().library.path).answer + open());`),
	},
	{ path: '/library', content: 'exports.answer = 42;', visibility: 'private' },
	{ path: '/forever', content: handler('') },
	{ path: '/exits', content: handler('process.exit();') },
	{ path: '/throws', content: handler(`throw new Error('oh');`) },
	{ path: '/greet', content: handler('callback(null, { name: event.name });'), visibility: 'protected' },
	{
		path: '/twiml',
		content: handler(`
			const twiml = new Twilio.twiml.VoiceResponse();
			twiml.say('Hello');
			callback(null, twiml);`),
	},
	{ path: '/where', content: handler('callback(null, { cwd: process.cwd(), pid: process.ppid });') },
] as const;
export const ASSETS = [
	{ path: '/all.bin', content: EVERY_BYTE },
	{ path: '/guarded.txt', content: 'g', visibility: 'protected' },
	{ path: '/secret.txt', content: '!', visibility: 'private' },
] as const;
/** One of them is not installed. */
export const dependencies = { '@twilio/runtime-handler': '2.0.3', twilio: '6.2.0', 'not-there': '1.0.0' };
export const variables = { NAME: 'Kim "K" O\'Hara', LINES: 'a\nb', QUOTED: '"x"', JSON: '{"a": "b # c"}' };
