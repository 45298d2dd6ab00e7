/**
 * The Functions that are live: whether they are there, are these, and are shut to strangers.
 * @module
 */
import type { AccountView } from '../../account/account-view';
import { chosenWorkflow, findWorkspace } from '../../account/workspace';
import type { Deployment } from '../../deploy/deployment';
import type { SmokeCheck } from '../../deploy/smoke-test';
import { readKey } from '../agent-connect/api-key';
import { malformedNames } from '../agent-connect/settings';
import { type Check, type Observation, ok, type Product, skipped, wrong } from '../engine/check';
import { DEPLOY } from '../engine/fix';

/** So many of the wrong answers are shown. */
const ANSWERS_SHOWN = 2;

const deployed: Check = {
	name: 'deployed',
	title: 'The Functions are there',
	expected: 'the account has this project’s Functions',
	impact:
		'The flow cannot find out which chat a customer is in, and /handoff is not there: handoffs of messages fail.',
	advice: 'npm run deploy',
	look: async ({ project }) => {
		const live = await project.deployment();
		return live
			? ok(`https://${live.domain}, build ${live.buildSid}`)
			: wrong('no Functions', { fixes: [DEPLOY] });
	},
};

/** That none of the questions is answered right: then nothing else can be told apart. */
const reachable: Check = {
	name: 'reachable',
	title: 'The Functions answer',
	expected: 'they answer',
	impact: 'Handoffs of messages fail, and so do those that go through /handoff.',
	advice:
		'Look at what is live in the Twilio Console (Functions and Assets > Services); npm run deploy puts it live again.',
	look: (account) =>
		ask(account, ({ domain }, answers) => {
			if (answers.some((answer) => answer.ok)) return ok(`https://${domain}`);
			return wrong(`https://${domain}: ${answers[0]?.found ?? 'no answer'}`, { fixes: [DEPLOY] });
		}),
};

const version: Check = {
	name: 'version',
	title: 'The Functions’ version',
	expected: 'the live version is this folder’s',
	impact: 'Customers are handed over as another version does it.',
	advice: 'npm run deploy',
	look: (account) =>
		askReachable(account, (_live, answers) => judge(answers, 'version', account.project.version)),
};

const strangers: Check = {
	name: 'strangers',
	title: 'The Functions refuse strangers',
	expected: 'who has no credentials gets 401, and who has wrong ones 403',
	impact:
		'Anybody who finds the address can look customers up, and put calls and chats before your people in Flex.',
	advice: 'npm run deploy',
	look: (account) =>
		askReachable(account, (_live, answers) => judge(answers, 'strangers', 'all of them refused')),
};

const settings: Check = {
	name: 'settings',
	title: 'The Functions’ settings',
	expected: 'they have the settings in .env, and accept the agent’s key',
	impact: 'They refuse the agent, or hand over with other settings than those you see here.',
	advice: 'npm run deploy',
	look: async (account) => {
		const key = await readKey(account);
		if (key?.answer !== 'accepted') return skipped('the agent’s key does not work: see agent-connect');
		const elsewhere = await toldElsewhere(account);
		return askReachable(account, async (live, answers) => {
			const names = (await account.project.variablesThatDiffer(live)).filter((name) => !elsewhere.has(name));
			if (names.length === 0) return judge(answers, 'settings', 'as in .env');
			return wrong(`missing, another value, or not in .env: ${names.join(', ')}`, { fixes: [DEPLOY] });
		});
	},
};

/** The settings that another check finds wrong: a deployment would stop at them. */
async function toldElsewhere(account: AccountView): Promise<ReadonlySet<string>> {
	const isOpen = await findWorkspace(account)
		.then(async (workspace) => workspace && (await chosenWorkflow(account, workspace)) === undefined)
		.catch(() => false);
	return new Set([...malformedNames(account.settings), ...(isOpen ? ['TWILIO_FLEX_WORKFLOW_SID'] : [])]);
}

export const functionsProduct: Product = {
	id: 'functions',
	title: 'Functions',
	checks: [deployed, reachable, version, strangers, settings],
};

type Look = (live: Deployment, answers: readonly SmokeCheck[]) => Observation | Promise<Observation>;

/** Asks the live endpoints, once for all checks. */
async function ask(account: AccountView, look: Look): Promise<Observation> {
	const live = await account.project.deployment();
	if (!live) return skipped('there are no Functions: see functions/deployed');
	return look(live, await account.once('functions/smoke-test', () => account.project.smokeTest(live)));
}

function askReachable(account: AccountView, look: Look): Promise<Observation> {
	return ask(account, (live, answers) =>
		answers.some((answer) => answer.ok)
			? look(live, answers)
			: skipped('they do not answer: see functions/reachable'),
	);
}

function judge(answers: readonly SmokeCheck[], about: SmokeCheck['about'], good: string): Observation {
	const bad = answers.filter((answer) => answer.about === about && !answer.ok);
	if (bad.length === 0) return ok(good);
	const shown = bad.slice(0, ANSWERS_SHOWN).map(({ name, found }) => `${name}: found ${found}`);
	const more = bad.length > shown.length ? [`and ${bad.length - shown.length} more`] : [];
	return wrong([...shown, ...more].join('; '), { fixes: [DEPLOY] });
}
