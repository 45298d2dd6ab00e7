/**
 * What belongs to one account: placeholders in the template, SIDs only in a rendered flow, and never a secret. A problem
 * names where a secret is and never repeats it.
 * @module
 */
import type { FlowDefinition } from '../definition';
import { type Path, stringsIn } from '../json';
import { placeOf } from '../place';
import { PLACEHOLDERS } from '../render/render';
import { descriptionOf } from '../version';

/** The URL of the Functions in the template. */
export const TEMPLATE_URL = `$${'{FUNCTIONS_URL}'}`;

const SID = /(?<![0-9A-Za-z])([A-Z]{2})[0-9a-f]{32}(?![0-9A-Za-z])/g;
/** `${{` is not a placeholder, such as a price before Liquid. */
const PLACEHOLDER = /\$\{(?!\{)([^}]*)\}?/g;

const SECRETS: readonly (readonly [what: string, found: (text: string) => boolean])[] = [
	['a possible token', (text) => /[0-9a-f]{32}/i.test(text.replace(SID, ''))],
	[
		'a possible API secret',
		(text) => /(?<!\w)(?=\w*\d)(?=\w*[a-z])(?=\w*[A-Z])[A-Za-z0-9]{32}(?!\w)/.test(text),
	],
	[
		'Basic credentials',
		(text) =>
			[...text.matchAll(/\bBasic\s+([\w+/-]{8,}=*)/gi)].some(([, code = '']) => isUserAndPassword(code)),
	],
	['a bearer token', (text) => /\bBearer\s+(?=\S*\d)[\w.~+/-]{16,}/i.test(text)],
	['credentials in a URL', (text) => /^\w+:\/\/[^/?#\s]*@/.test(text)],
];

/** @returns each problem in a sentence that names the widget and the fix */
export function checkAccount(flow: FlowDefinition, functionsUrl: string): string[] {
	const isTemplate = functionsUrl === TEMPLATE_URL;
	// The hash and the git revision in a deployed description would look like tokens.
	const problems = stringsIn({ ...flow, description: descriptionOf(flow) }).flatMap(([path, text]) =>
		[
			...(isTemplate ? unknownPlaceholders(text) : unfilledPlaceholders(text)),
			...sids(text, isTemplate),
			...secrets(path, text),
		].map((problem) => `${placeOf(flow, path)}: ${problem}`),
	);
	return [...problems, ...flow.states.flatMap((state) => checkTarget(state, functionsUrl))];
}

function unknownPlaceholders(text: string): string[] {
	return [...text.matchAll(PLACEHOLDER)]
		.filter(([all, name]) => !PLACEHOLDERS.some((known) => known === name) || !all.endsWith('}'))
		.map(([all]) => `unknown placeholder ${all}. Use one of ${PLACEHOLDERS.join(', ')}.`);
}

function unfilledPlaceholders(text: string): string[] {
	return [...text.matchAll(PLACEHOLDER)].map(
		([all]) => `placeholder ${all} has no value. Render the template first.`,
	);
}

function sids(text: string, isTemplate: boolean): string[] {
	const kinds = [...text.matchAll(SID)].map(([, kind = '']) => kind);
	return kinds.flatMap((kind) => {
		if (kind === 'AC' || kind === 'SK')
			return [`contains an account's ${kind}… SID. Remove it; flows don’t need it.`];
		return isTemplate ? [`contains an account's ${kind}… SID. Replace it with a placeholder.`] : [];
	});
}

function secrets(path: Path, text: string): string[] {
	const isSecretField = path.some((step) => typeof step === 'string' && /password|secret/i.test(step));
	const literal = isSecretField && text !== '' && !/\{\{/.test(text) ? ['a password'] : [];
	const found = [...SECRETS.filter(([, isIn]) => isIn(text)).map(([what]) => what), ...literal];
	return found.map(
		(what) => `contains ${what}. Remove it and revoke it; anyone who can see the flow can read it.`,
	);
}

function isUserAndPassword(code: string): boolean {
	return /^[\x20-\x7e]*:[\x20-\x7e]*$/.test(Buffer.from(code, 'base64').toString('utf8'));
}

/** Studio signs its requests to the Functions; the account's credentials are only for Twilio's APIs. */
function checkTarget(
	{ name, type, properties }: FlowDefinition['states'][number],
	functionsUrl: string,
): string[] {
	if (type !== 'make-http-request' && type !== 'add-twiml-redirect') return [];
	const { url, add_twilio_auth: auth } = properties;
	const isOurs = typeof url === 'string' && url.startsWith(`${functionsUrl}/`);
	return [
		...(isOurs ? [] : [`${name}.url: not a URL of the Functions. Start it with ${functionsUrl}/.`]),
		...(auth === undefined || auth === false
			? []
			: [
					`${name}.add_twilio_auth: would send the account's auth token. Set it to false; Studio signs the request.`,
				]),
	];
}
