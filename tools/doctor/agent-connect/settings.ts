/**
 * Whether `.env` has what the virtual agent and this project need. The names, and how TAC reads them:
 * tac/core/config.py of twilio-agent-connect 2.5.
 * @module
 */
import { E164, readSettings, SETTING_NAMES } from '../../../src/settings';
import { agentDomain, DOMAIN_SETTING } from '../../account/agent-connect/domain';
import { type Sender, sendersOf } from '../../account/agent-connect/senders';
import { isPlaceholder, problemOf, stillPlaceholder } from '../../account/env/settings';
import { unknownSpeech } from '../../account/env/voices';
import { inWords } from '../../account/format';
import { type Check, note, ok, wrong } from '../engine/check';

type Environment = Readonly<Record<string, string>>;

const WHATSAPP = 'whatsapp:';
/** TAC removes a scheme and trailing slashes; the rest becomes `wss://{domain}/ws`. */
const DOMAIN = /^(?:(?:https?|wss?):\/\/)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d+)?\/*$/i;

const ONE_NUMBER =
	'TWILIO_PHONE_NUMBER has several numbers. Set it to one of them, and list them all in TWILIO_PHONE_NUMBERS.';

const REQUIRED = ['TWILIO_API_KEY', 'TWILIO_API_SECRET'] as const;
/** Our other settings, except the account's pair and the sender, which have their own rules. */
const OPTIONAL = SETTING_NAMES.filter(
	(name) => !['ACCOUNT_SID', 'AUTH_TOKEN', 'TWILIO_PHONE_NUMBER', ...REQUIRED].includes(name),
);

/** Shows names without values: some are secrets. `orchestrator/configuration` checks the configuration's ID. */
export const settings: Check = {
	name: 'settings',
	title: 'Settings in .env',
	expected: 'all required settings are set',
	impact:
		'The virtual agent doesn’t start, or its handoffs fail, so customers who ask for a human agent don’t reach one.',
	advice: 'Set these in .env; .env.example explains each.',
	offline: true,
	look: ({ environment }) => {
		const problems = [
			...pairProblems(environment, 'ACCOUNT_SID', 'TWILIO_ACCOUNT_SID'),
			...pairProblems(environment, 'AUTH_TOKEN', 'TWILIO_AUTH_TOKEN'),
			...REQUIRED.map((name) => problemOf(name, environment[name])),
			...OPTIONAL.map((name) => environment[name]?.trim() && problemOf(name, environment[name])),
			...(environment.TWILIO_PHONE_NUMBER?.includes(',') ? [ONE_NUMBER] : []),
			...senderProblems(sendersOf(environment)),
			domainProblem(environment[DOMAIN_SETTING]),
			...misspelled(environment),
		].filter((problem) => problem !== undefined && problem !== '');
		const unknown = unknownSpeech(readSettings(environment));
		if (problems.length > 0) return wrong([...problems, ...unknown].join(' '));
		if (unknown.length > 0) return note(unknown.join(' '));
		const forTac = ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'].filter((name) => !environment[name]);
		if (forTac.length === 0) return ok('all set');
		return ok(
			`all set for this project; a virtual agent that reads the same file also needs ${inWords(forTac)}`,
		);
	},
};

/** These settings have defaults, so a misspelled name has no effect and would go unnoticed. */
function misspelled(environment: Environment): string[] {
	const adapting = /^HANDOFF_(CALL|CHAT|VOICE|LANGUAGE|HOLD|PRIORIT|FALLBACK|AVAILABILITY)/;
	const known: readonly string[] = SETTING_NAMES;
	const names = Object.keys(environment).filter((name) => adapting.test(name) && !known.includes(name));
	return names.map((name) => `Unknown setting ${name}; docs/api.md lists them.`);
}

/**
 * The account under Twilio's name and under TAC's. One is enough: `readEnvironment` copies TAC's to Twilio's. Without a token
 * the commands use the API key.
 */
function pairProblems(environment: Environment, name: 'ACCOUNT_SID' | 'AUTH_TOKEN', tacs: string): string[] {
	const ours = environment[name]?.trim() || environment[tacs]?.trim();
	const theirs = environment[tacs]?.trim() || ours;
	if (name === 'AUTH_TOKEN' && !ours) return [];
	const [problem, theirProblem] = [problemOf(name, ours), problemOf(name, theirs, tacs)];
	if (ours === theirs) {
		const either = problemOf(name, ours, environment[tacs]?.trim() ? `${name} (or ${tacs})` : name);
		return either === undefined ? [] : [either];
	}
	if (problem !== undefined || theirProblem !== undefined) {
		return [problem, theirProblem].filter((each) => each !== undefined);
	}
	return [`${name} and ${tacs} differ, so the virtual agent and this project would use different accounts.`];
}

function senderProblems(senders: readonly Sender[]): string[] {
	const problems = senders.flatMap(({ setting, channel, address }) => {
		if (isPlaceholder(address)) return [stillPlaceholder(setting)];
		if (channel === 'PHONE' && !E164.test(address)) {
			return [`${setting} is invalid. Expected: a phone number (+, country code, number).`];
		}
		if (channel === 'WHATSAPP' && !isWhatsApp(address)) {
			return [`${setting} is invalid. Expected: whatsapp: and a phone number (+, country code, number).`];
		}
		return [];
	});
	return [...missingPhone(senders), ...new Set(problems)];
}

/** TAC 2.5 exits without the singular name, and /handoff uses it when a request names no sender. */
function missingPhone(senders: readonly Sender[]): string[] {
	const settings = senders.filter(({ channel }) => channel === 'PHONE').map(({ setting }) => setting);
	if (settings.includes('TWILIO_PHONE_NUMBER')) return [];
	const [plural] = settings;
	return plural === undefined
		? ['TWILIO_PHONE_NUMBER is not set. Expected: the virtual agent’s phone number.']
		: [
				`TWILIO_PHONE_NUMBER is not set. Expected: one of the numbers in ${plural}, which TAC 2.5 and the Functions ignore.`,
			];
}

function isWhatsApp(address: string): boolean {
	return address.startsWith(WHATSAPP) && E164.test(address.slice(WHATSAPP.length));
}

function domainProblem(domain: string | undefined): string | undefined {
	if (!domain?.trim()) return undefined;
	if (!DOMAIN.test(domain.trim()) || isPlaceholder(domain)) {
		return `${DOMAIN_SETTING} is invalid. Expected: a domain without a path, because the virtual agent adds /ws to it.`;
	}
	if (agentDomain({ [DOMAIN_SETTING]: domain }) !== undefined) return undefined;
	return `${DOMAIN_SETTING} is not a domain that Twilio can reach. Expected: the public domain of the virtual agent’s server.`;
}
