/**
 * Everything that Twilio's platform rejects in a service, an upload, a build or a context. It shares no code with the
 * commands that deploy, so that a deployment that Twilio rejects fails here as well.
 * @module
 */
import { satisfies, validRange } from 'semver';
import { z } from 'zod';
import { invalidParameter } from '../../core/http';
import { holds } from '../../core/unknowns';
import type { World } from '../../core/world';
import type { Dependency, ServerlessVersion } from './model';

const HANDLER = '@twilio/runtime-handler';
const HANDLERS_PAGE = 'https://www.twilio.com/docs/serverless/functions-assets/handler';

/**
 * The handlers of the platform: the table on `HANDLERS_PAGE`, and 2.0.3, which Twilio's scaffolder pins
 * (create-twilio-function). This differs from npm: 2.1.0, the newest there, is rejected (serverless-toolkit #557, #558,
 * #564), and 2.1.2 is not on npm. GUESS(handler-2-0-2): 2.0.2, which no source mentions, is rejected; one build would
 * settle it.
 */
const HANDLERS = [
	...['1.0.1', '1.1.0', '1.1.1', '1.2.0', '1.2.1', '1.2.2', '1.2.3', '1.2.4', '1.2.5', '1.3.0', '1.3.1'],
	...['2.0.0', '2.0.1', '2.0.3', '2.1.2'],
];

function handlersOf(world: World): readonly string[] {
	return holds(world, 'handler-2-0-2') ? HANDLERS : [...HANDLERS, '2.0.2'];
}

/** https://www.twilio.com/en-us/changelog/node-js-v24-is-now-available-for-twilio-functions (July 8, 2026) */
const NODE_24 = { handler: '2.1.2', upgradesFrom: '>=1.2.0' };

/**
 * node18 ended on November 10, 2025 (Twilio's changelog, May 29, 2025). GUESS(node20-ended): node20 ended with Node's
 * own support in April 2026; the SDK's type still has it.
 */
const RUNTIMES = ['node22', 'node24'];

/** The runtime of a service's first build, when the request does not name one. */
export const DEFAULT_RUNTIME = 'node22';

/** The limits of one build: https://www.twilio.com/docs/runtime/functions-assets-api ("Limits", during the beta). */
const LIMITS = { functions: 50, servedAssets: 1_000, privateAssets: 50 };

/** The limit of the context as JSON: https://www.twilio.com/docs/errors/82006 ("3KB"). */
const CONTEXT_BYTES = 3 * 1_024;

/** `latest` and the like. */
const TAG = /^[a-z][\w.-]*$/i;

const dependencies = z.array(
	z.object({ name: z.string().regex(/^(@[\w.-]+\/)?[\w.-]+$/), version: z.string().min(1) }),
);

/** Letters, digits and dashes: https://www.twilio.com/docs/serverless/functions-assets/functions/create-service. */
export const serviceName = z
	.string()
	.regex(/^[A-Za-z\d-]{1,50}$/, 'must be at most 50 letters, digits and dashes');

/** At most 16 characters, as a part of a domain (twilio-oai `twilio_serverless_v1.json`). */
export const domainSuffix = z
	.string()
	.regex(/^[a-z\d-]{1,16}$/i, 'must be at most 16 letters, digits and dashes');

/** "It can be a maximum of 450 bytes in size", the key 128 characters (twilio-oai `twilio_serverless_v1.json`). */
export const variable = z.object({
	Key: z.string().regex(/^[A-Za-z_]\w{0,127}$/, 'must be a variable name'),
	Value: z.string().refine((text) => Buffer.byteLength(text) <= 450, 'must not exceed 450 bytes'),
});

/** The path of a Function or an Asset, with the rules of the deploy tool (serverless-api, dist/utils/fs.js). */
export const servedPath = z
	.string()
	.max(255)
	.regex(
		/^\/[^;,?:@+&$()' "#]+$/,
		'must start with / and must not contain ; , ? : @ + & $ ( ) \' " # or spaces',
	)
	.refine((text) => !text.split('/').includes('..'), 'must not leave its folder');

/**
 * @throws TwilioError 400. The message is Twilio's (https://github.com/twilio/twilio-cli/issues/252), although its page on
 *   82007 has that code for the same error.
 */
export function checkRuntime(world: World, runtime: string): void {
	if (runtime === 'node20' && !holds(world, 'node20-ended')) return;
	if (!RUNTIMES.includes(runtime)) throw invalidParameter(`unsupported runtime: ${runtime}`);
}

/**
 * Checks the dependencies of a build without npm: the handler by the list above, other packages by whether npm could have
 * such a version. GUESS(functions-build): those of this project can be installed there. The messages are Twilio's: serverless-toolkit #564 and #325.
 * @param json the value of `Dependencies`
 * @returns what is installed. On Node.js 24, Twilio replaces an older handler.
 * @throws TwilioError 400 naming the first package that cannot be installed
 */
export function checkDependencies(world: World, json: unknown, runtime: string): Dependency[] {
	const parsed = dependencies.safeParse(json);
	if (!parsed.success) throw invalidParameter('Invalid parameter Dependencies: must be names and versions');
	return parsed.data.map(({ name, version }) => {
		const exists =
			name === HANDLER
				? handlersOf(world).includes(version)
				: validRange(version) !== null || TAG.test(version);
		if (!exists) {
			const where = name === HANDLER ? ` You can find the valid versions at ${HANDLERS_PAGE}` : '';
			throw invalidParameter(
				`Some dependencies could not be validated. No matching version found for ${name}@${version}.${where}`,
			);
		}
		return { name, version: name === HANDLER && runtime === 'node24' ? handlerOnNode24(version) : version };
	});
}

/** @throws TwilioError 400. GUESS(handler-node24-message): the message. */
function handlerOnNode24(version: string): string {
	if (!satisfies(version, NODE_24.upgradesFrom)) {
		throw invalidParameter(`${HANDLER} ${version} does not support node24. Upgrade to ${NODE_24.handler}.`);
	}
	return NODE_24.handler;
}

/** @throws TwilioError 400 for more versions than a build may have. GUESS(build-counts-message): the message. */
export function checkCounts(
	functions: readonly ServerlessVersion[],
	assets: readonly ServerlessVersion[],
): void {
	const privateAssets = assets.filter(({ visibility }) => visibility === 'private').length;
	if (
		functions.length > LIMITS.functions ||
		privateAssets > LIMITS.privateAssets ||
		assets.length - privateAssets > LIMITS.servedAssets
	) {
		throw invalidParameter('Build has too many Function Versions or Asset Versions');
	}
}

/** Whether Twilio refuses to run a Function with this context: https://www.twilio.com/docs/errors/82006. */
export function isTooLarge(context: Readonly<Record<string, string>>): boolean {
	return Buffer.byteLength(JSON.stringify(context)) > CONTEXT_BYTES;
}
