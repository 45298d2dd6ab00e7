/**
 * What Twilio's platform takes of a service, an upload, a build and a context, and what it refuses: all of it in here.
 * It shares nothing with the commands that deploy, so that a deployment that Twilio refuses fails here as well.
 * @module
 */
import { satisfies, validRange } from 'semver';
import { z } from 'zod';
import { invalidParameter } from '../../core/http';
import type { Dependency, ServerlessVersion } from './model';

const HANDLER = '@twilio/runtime-handler';
const HANDLERS_PAGE = 'https://www.twilio.com/docs/serverless/functions-assets/handler';

/**
 * The handlers the platform has: the table on `HANDLERS_PAGE`, and 2.0.3, which Twilio's scaffolder pins
 * (create-twilio-function). Not npm's list: 2.1.0, npm's newest, is refused (serverless-toolkit #557, #558, #564), and
 * 2.1.2 is not on npm. GUESS: 2.0.2, which no source speaks of, is refused; one build would tell.
 */
const HANDLERS = [
	...['1.0.1', '1.1.0', '1.1.1', '1.2.0', '1.2.1', '1.2.2', '1.2.3', '1.2.4', '1.2.5', '1.3.0', '1.3.1'],
	...['2.0.0', '2.0.1', '2.0.3', '2.1.2'],
];

/** https://www.twilio.com/en-us/changelog/node-js-v24-is-now-available-for-twilio-functions (July 8, 2026) */
const NODE_24 = { handler: '2.1.2', upgradesFrom: '>=1.2.0' };

/**
 * node18 ended on November 10, 2025 (Twilio's changelog, May 29, 2025). GUESS: node20 ended with Node's own support in
 * April 2026; the SDK's type still has it.
 */
const RUNTIMES = ['node22', 'node24'];

/** What a build has that names no runtime, in a service without an earlier one. */
export const DEFAULT_RUNTIME = 'node22';

/** Of one build: https://www.twilio.com/docs/runtime/functions-assets-api ("Limits", while it was in beta). */
const MOST = { functions: 50, servedAssets: 1_000, privateAssets: 50 };

/** https://www.twilio.com/docs/errors/82006 ("3KB"), of the JSON that the context is. */
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

/** At most 16 characters, and a part of a domain (twilio-oai `twilio_serverless_v1.json`). */
export const domainSuffix = z
	.string()
	.regex(/^[a-z\d-]{1,16}$/i, 'must be at most 16 letters, digits and dashes');

/** "It can be a maximum of 450 bytes in size" and of 128 characters (twilio-oai `twilio_serverless_v1.json`). */
export const variable = z.object({
	Key: z.string().regex(/^[A-Za-z_]\w{0,127}$/, 'must be the name of a variable'),
	Value: z.string().refine((text) => Buffer.byteLength(text) <= 450, 'must not exceed 450 bytes'),
});

/** Where a Function or an Asset is served: what the deploy tool itself refuses to send (serverless-api, dist/utils/fs.js). */
export const servedPath = z
	.string()
	.max(255)
	.regex(/^\/[^;,?:@+&$()' "#]+$/, 'must begin with / and have none of ; , ? : @ + & $ ( ) \' " # and blanks')
	.refine((text) => !text.split('/').includes('..'), 'must not leave its folder');

/**
 * @throws TwilioError 400. The words are Twilio's (https://github.com/twilio/twilio-cli/issues/252), though its page on
 *   82007 has that code for the same.
 */
export function checkRuntime(runtime: string): void {
	if (!RUNTIMES.includes(runtime)) throw invalidParameter(`unsupported runtime: ${runtime}`);
}

/**
 * Checks what a build is to install, as far as that can be told without npm: the handler by the list above, of other
 * packages whether npm could have such a version. The words are Twilio's: serverless-toolkit #564 and #325.
 * @param json what `Dependencies` holds
 * @returns what is installed: on Node.js 24 with the handler Twilio puts in the place of an older one
 * @throws TwilioError 400 naming the first package that is not to be had
 */
export function checkDependencies(json: unknown, runtime: string): Dependency[] {
	const parsed = dependencies.safeParse(json);
	if (!parsed.success) throw invalidParameter('Invalid parameter Dependencies: must be names and versions');
	return parsed.data.map(({ name, version }) => {
		const exists =
			name === HANDLER ? HANDLERS.includes(version) : validRange(version) !== null || TAG.test(version);
		if (!exists) {
			const where = name === HANDLER ? ` You can find the valid versions at ${HANDLERS_PAGE}` : '';
			throw invalidParameter(
				`Some dependencies could not be validated. No matching version found for ${name}@${version}.${where}`,
			);
		}
		return { name, version: name === HANDLER && runtime === 'node24' ? handlerOnNode24(version) : version };
	});
}

/** @throws TwilioError 400. GUESS: the words. */
function handlerOnNode24(version: string): string {
	if (!satisfies(version, NODE_24.upgradesFrom)) {
		throw invalidParameter(`${HANDLER} ${version} does not support node24. Upgrade to ${NODE_24.handler}.`);
	}
	return NODE_24.handler;
}

/** @throws TwilioError 400 for more than a build holds. GUESS: the words. */
export function checkCounts(
	functions: readonly ServerlessVersion[],
	assets: readonly ServerlessVersion[],
): void {
	const hidden = assets.filter(({ visibility }) => visibility === 'private').length;
	if (
		functions.length > MOST.functions ||
		hidden > MOST.privateAssets ||
		assets.length - hidden > MOST.servedAssets
	) {
		throw invalidParameter('Build has too many Function Versions or Asset Versions');
	}
}

/** Whether a Function is not even run: https://www.twilio.com/docs/errors/82006. */
export function isTooLarge(context: Readonly<Record<string, string>>): boolean {
	return Buffer.byteLength(JSON.stringify(context)) > CONTEXT_BYTES;
}
