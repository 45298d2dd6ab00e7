/**
 * What ties a flow to an account: placeholders in the template, SIDs once it is rendered, and no secret ever. A problem
 * says where the secret is and never repeats it.
 * @module
 */
import type { FlowDefinition } from '../definition';
import { type Path, stringsIn } from '../json';
import { PLACEHOLDERS } from '../render/render';
import { unstamped } from '../version';
import { placeOf } from './structure';

/** Where the Functions are, while the flow is still a template. */
export const TEMPLATE_URL = `$${'{FUNCTIONS_URL}'}`;

const SID = /(?<![0-9A-Za-z])([A-Z]{2})[0-9a-f]{32}(?![0-9A-Za-z])/g;
/** `${` that Liquid's `{{` follows is text, such as a price. */
const PLACEHOLDER = /\$\{(?!\{)([^}]*)\}?/g;

const SECRETS: readonly (readonly [what: string, found: (text: string) => boolean])[] = [
	['what looks like a token', (text) => /[0-9a-f]{32}/i.test(text.replace(SID, ''))],
	[
		'what looks like the secret of an API key',
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

/** @returns what is wrong, in sentences that name the widget and what to do */
export function checkAccount(flow: FlowDefinition, functionsUrl: string): string[] {
	const isTemplate = functionsUrl === TEMPLATE_URL;
	// The hash and the git revision of a deployed description are long hexadecimal numbers, too.
	const problems = stringsIn(unstamped(flow)).flatMap(([path, text]) =>
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
		.map(([all]) => `deploying fills no ${all}. The placeholders are ${PLACEHOLDERS.join(', ')}.`);
}

function unfilledPlaceholders(text: string): string[] {
	return [...text.matchAll(PLACEHOLDER)].map(([all]) => `${all} was not filled. Render the template first.`);
}

function sids(text: string, isTemplate: boolean): string[] {
	const kinds = [...text.matchAll(SID)].map(([, kind = '']) => kind);
	return kinds.flatMap((kind) => {
		if (kind === 'AC' || kind === 'SK')
			return [`it names an account's ${kind}… SID. Take it out; nothing in a flow needs it.`];
		return isTemplate ? [`it names an account's ${kind}… SID. Put a placeholder in its stead.`] : [];
	});
}

function secrets(path: Path, text: string): string[] {
	const isSecretField = path.some((step) => typeof step === 'string' && /password|secret/i.test(step));
	const literal = isSecretField && text !== '' && !/\{\{/.test(text) ? ['a password'] : [];
	const found = [...SECRETS.filter(([, isIn]) => isIn(text)).map(([what]) => what), ...literal];
	return found.map(
		(what) => `it holds ${what}. Take it out and revoke it: everyone who sees the flow can read it.`,
	);
}

function isUserAndPassword(code: string): boolean {
	return /^[\x20-\x7e]*:[\x20-\x7e]*$/.test(Buffer.from(code, 'base64').toString('utf8'));
}

/** Studio signs its requests to us; the account's own credentials are for Twilio's APIs alone. */
function checkTarget(
	{ name, type, properties }: FlowDefinition['states'][number],
	functionsUrl: string,
): string[] {
	if (type !== 'make-http-request' && type !== 'add-twiml-redirect') return [];
	const { url, add_twilio_auth: auth } = properties;
	const isOurs = typeof url === 'string' && url.startsWith(`${functionsUrl}/`);
	return [
		...(isOurs
			? []
			: [`${name}.url: requests go to the Functions only. Let it start with ${functionsUrl}/.`]),
		...(auth === undefined || auth === false
			? []
			: [
					`${name}.add_twilio_auth: this would send the account's auth token. Set it to false; Studio signs the request.`,
				]),
	];
}
