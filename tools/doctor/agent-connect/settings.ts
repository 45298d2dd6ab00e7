/**
 * Whether `.env` has what the agent and this project need. The names and what TAC makes of them: tac/core/config.py of
 * twilio-agent-connect 2.5.
 * @module
 */
import { HandoffError } from '../../../src/http/errors';
import {
	E164,
	readSettings,
	requireSetting,
	SETTING_NAMES,
	type SettingName,
	type Settings,
} from '../../../src/settings';
import { agentDomain, DOMAIN_SETTING } from '../../account/agent-domain';
import { type Sender, sendersOf } from '../../account/senders';
import { type Check, ok, wrong } from '../engine/check';

type Environment = Readonly<Record<string, string>>;

const WHATSAPP = 'whatsapp:';
/** TAC takes a scheme and slashes at the end away; what is left becomes `wss://{domain}/ws`. */
const DOMAIN = /^(?:(?:https?|wss?):\/\/)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d+)?\/*$/i;

const ONE_NUMBER =
	'TWILIO_PHONE_NUMBER holds several; it should be one number, and all of them in TWILIO_PHONE_NUMBERS.';

const REQUIRED = ['TWILIO_API_KEY', 'TWILIO_API_SECRET'] as const;
const OPTIONAL = [
	'TWILIO_STUDIO_HANDOFF_FLOW_SID',
	'TWILIO_FLEX_WORKFLOW_SID',
	'TWILIO_FLEX_VOICE_CHANNEL_SID',
	'TWILIO_FLEX_CHAT_CHANNEL_SID',
	'HANDOFF_FALLBACK_NUMBER',
] as const;

/** Names without values: some are secrets. The Orchestrator configuration's id is for `orchestrator/configuration`. */
export const settings: Check = {
	name: 'settings',
	title: 'Settings in .env',
	expected: 'everything that the agent and this project need is filled in',
	impact: 'The agent does not start, or its handoffs fail: the customer asks for a person and nobody comes.',
	advice: 'Fill in what is named in .env; .env.example says what each is.',
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
		].filter((problem) => problem !== undefined && problem !== '');
		if (problems.length > 0) return wrong(problems.join(' '));
		const forTac = ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'].filter((name) => !environment[name]);
		return ok(
			forTac.length === 0
				? 'all filled in'
				: `all filled in for this project; an agent that reads the same file wants ${forTac.join(' and ')} as well`,
		);
	},
};

/** Whether a setting can be worked with. When it cannot, `agent-connect/settings` says so, and no other check. */
export function isUsable(all: Settings, name: SettingName): boolean {
	return problemOf(name, all[name]) === undefined;
}

/** Whether a setting is there and cannot be worked with. */
export function isMalformed(all: Settings, name: SettingName): boolean {
	return all[name] !== undefined && !isUsable(all, name);
}

/** The names of those that are there and cannot be worked with. */
export function malformedNames(all: Settings): SettingName[] {
	return SETTING_NAMES.filter((name) => isMalformed(all, name));
}

function problemOf(name: SettingName, value: string | undefined, called: string = name): string | undefined {
	if (value !== undefined && isPlaceholder(value)) return `${called} still has the example’s value.`;
	try {
		requireSetting(readSettings({ [name]: value }), name);
		return undefined;
	} catch (error) {
		if (error instanceof HandoffError) return error.message.replace(name, called);
		throw error;
	}
}

/** As in `.env.example`, or in TAC's own example. */
function isPlaceholder(value: string): boolean {
	return /x{4}/i.test(value) || /^your_/i.test(value.trim());
}

/** The account under Twilio's name and under TAC's. One is enough; the reader of `.env` lends the one to the other. */
function pairProblems(environment: Environment, name: 'ACCOUNT_SID' | 'AUTH_TOKEN', tacs: string): string[] {
	const ours = environment[name]?.trim() || environment[tacs]?.trim();
	const theirs = environment[tacs]?.trim() || ours;
	const [problem, theirProblem] = [problemOf(name, ours), problemOf(name, theirs, tacs)];
	if (ours === theirs) {
		const either = problemOf(name, ours, environment[tacs]?.trim() ? `${name} (or ${tacs})` : name);
		return either === undefined ? [] : [either];
	}
	if (problem !== undefined || theirProblem !== undefined) {
		return [problem, theirProblem].filter((each) => each !== undefined);
	}
	return [`${name} and ${tacs} differ: the agent and this project would not work on the same account.`];
}

function senderProblems(senders: readonly Sender[]): string[] {
	const problems = senders.flatMap(({ setting, channel, address }) => {
		if (isPlaceholder(address)) return [`${setting} still has the example’s value.`];
		if (channel === 'PHONE' && !E164.test(address)) {
			return [`${setting} is malformed; it should be a phone number: +, country code, number.`];
		}
		if (channel === 'WHATSAPP' && !isWhatsApp(address)) {
			return [`${setting} is malformed; it should be whatsapp: and a phone number: +, country code, number.`];
		}
		return [];
	});
	return [...missingPhone(senders), ...new Set(problems)];
}

/** TAC 2.5 ends at once without the singular, and /handoff takes it where a request names no sender. */
function missingPhone(senders: readonly Sender[]): string[] {
	const settings = senders.filter(({ channel }) => channel === 'PHONE').map(({ setting }) => setting);
	if (settings.includes('TWILIO_PHONE_NUMBER')) return [];
	const [plural] = settings;
	return plural === undefined
		? ['TWILIO_PHONE_NUMBER is not set; it should be the number that customers reach the agent at.']
		: [
				`TWILIO_PHONE_NUMBER is not set; it should be one of those in ${plural}, which TAC 2.5 and this project’s Functions do not read.`,
			];
}

function isWhatsApp(address: string): boolean {
	return address.startsWith(WHATSAPP) && E164.test(address.slice(WHATSAPP.length));
}

function domainProblem(domain: string | undefined): string | undefined {
	if (!domain?.trim()) return undefined;
	if (DOMAIN.test(domain.trim()) && !isPlaceholder(domain)) {
		if (agentDomain({ [DOMAIN_SETTING]: domain }) !== undefined) return undefined;
		return `${DOMAIN_SETTING} is no domain that Twilio can reach; it should be the public one of the agent’s server.`;
	}
	return `${DOMAIN_SETTING} is malformed; it should be a domain alone, without a path: the agent adds /ws to it.`;
}
