/** Conversation Intelligence: the rules that make the summary, and their replacement. */
import type { Emulator } from '../../../../emulator/core/emulator';
import type { IntelligenceConfiguration, IntelligenceRule } from '../../../../emulator/core/world';
import type { Finding } from '../../../../tools/doctor/engine/check';
import { intelligenceConfigurationResource } from '../../../../tools/doctor/intelligence';
import { failureOf } from '../../../support/fakes';
import { configurationOf, Fixing } from '../../../support/fixing';

let emulator: Emulator;
let account: Fixing;
let summaries: IntelligenceConfiguration;
beforeAll(async () => {
	account = await Fixing.start();
	emulator = account.emulator;
});
beforeEach(() => {
	account.reset();
	const [first] = emulator.world.intelligenceConfigurations.values();
	if (!first) throw new Error('The world has no Intelligence configuration');
	summaries = first;
});
afterAll(() => account.stop());

const SUMMARY = { id: 'intelligence_operator_01kcv35pnkeysaf6z6cqtbpegn' };
const SENTIMENT = { id: 'intelligence_operator_01kcrvw16kfa88qvgrfmr7y151', parameters: { detail: 'high' } };
const webhook = { type: 'WEBHOOK', method: 'POST', url: 'https://crm.example.com/results' };

function rule(more: Partial<IntelligenceRule> = {}): IntelligenceRule {
	const id = `intelligence_configurationrule_${String(Math.random()).slice(2)}`;
	return { id, operators: [SENTIMENT], triggers: [{ on: 'COMMUNICATION' }], actions: [], ...more };
}

/** The one attached now, which is not the one before. */
function attachedNow(): IntelligenceConfiguration[] {
	return configurationOf(emulator).intelligenceConfigurationIds.flatMap((id) => {
		const found = emulator.world.intelligenceConfigurations.get(id);
		return found ? [found] : [];
	});
}

function withoutIds(rules: readonly IntelligenceRule[] = []) {
	return rules.map(({ id: _, ...rest }) => rest);
}

async function wrongOnes(): Promise<Finding[]> {
	return (await account.findings()).filter(({ status }) => status === 'wrong');
}

const plain = (on: string) => ({ operators: [SUMMARY], triggers: [{ on }], actions: [] });

test.each([
	['summary-at-end', 'CONVERSATION_END'],
	['summary-when-inactive', 'CONVERSATION_INACTIVE'],
])('%s: missing, and made without touching the one in use', async (check, on) => {
	summaries.rules = summaries.rules.filter(({ triggers }) => triggers[0]?.on !== on);
	const before = structuredClone(summaries);
	await account.heal(await account.onlyWrong(`intelligence/${check}`));
	expect(emulator.world.intelligenceConfigurations.get(summaries.id)).toEqual(before);
	const [attached, ...more] = attachedNow();
	expect(more).toEqual([]);
	expect(attached?.id).not.toBe(summaries.id);
	expect(withoutIds(attached?.rules)).toEqual([...withoutIds(before.rules), plain(on)]);
	expect(
		emulator.requests.filter(({ method, url }) => method === 'PUT' && url.includes('intelligence')),
	).toEqual([]);
});

test('what setup made is not deleted from under somebody who uses it by now', async () => {
	const remove = () => intelligenceConfigurationResource.delete?.(account.view(), summaries.id);
	expect(String(await failureOf(() => remove()))).toContain(
		`uses the Intelligence configuration ${summaries.id}`,
	);
	expect(emulator.world.intelligenceConfigurations.has(summaries.id)).toBe(true);
	configurationOf(emulator).intelligenceConfigurationIds = [];
	await remove();
	expect(emulator.world.intelligenceConfigurations.has(summaries.id)).toBe(false);
});

test.each([
	['webhook-action', { actions: [webhook] }],
	['context', { context: { memory: { enabled: true } } }],
	['context', { context: { knowledge: { bases: ['knowledge_base_1'] } } }],
])('%s: the summary leaves a rule that has one; the rule’s other operators stay', async (check, more) => {
	const triggers = [{ on: 'CONVERSATION_INACTIVE' as const }];
	summaries.rules = [
		rule(),
		rule({ operators: [SUMMARY], triggers: [{ on: 'CONVERSATION_END' }] }),
		rule({ operators: [SUMMARY, SENTIMENT], triggers, ...more }),
	];
	await account.heal(await account.onlyWrong(`intelligence/${check}`));
	expect(withoutIds(attachedNow()[0]?.rules)).toEqual([
		{ operators: [SENTIMENT], triggers: [{ on: 'COMMUNICATION' }], actions: [] },
		plain('CONVERSATION_END'),
		{ operators: [SENTIMENT], triggers, actions: [], ...more },
		plain('CONVERSATION_INACTIVE'),
	]);
});

test('everything at once is one change', async () => {
	summaries.rules = [
		rule({ operators: [SUMMARY], actions: [webhook], context: { memory: { enabled: true } } }),
	];
	const wrong = await wrongOnes();
	expect(wrong.map(({ check }) => check)).toEqual([
		'intelligence/summary-at-end',
		'intelligence/summary-when-inactive',
		'intelligence/webhook-action',
		'intelligence/context',
	]);
	expect(new Set(wrong.flatMap(({ fixes }) => fixes.map(({ title }) => title))).size).toBe(1);
	const [first] = wrong;
	if (first) await account.heal(first);
	expect(withoutIds(attachedNow()[0]?.rules)).toEqual([
		plain('CONVERSATION_END'),
		plain('CONVERSATION_INACTIVE'),
	]);
});

test('two configurations with webhooks are replaced one by one', async () => {
	summaries.rules.push(rule({ operators: [SUMMARY], actions: [webhook] }));
	const second = { ...structuredClone(summaries), id: `intelligence_configuration_${'0'.repeat(26)}` };
	emulator.world.intelligenceConfigurations.set(second.id, second);
	configurationOf(emulator).intelligenceConfigurationIds.push(second.id);
	const finding = await account.onlyWrong('intelligence/webhook-action');
	expect(finding.fixes).toHaveLength(2);
	await account.heal(finding);
	expect(attachedNow()).toHaveLength(2);
});

test('a configuration without room gets one beside it', async () => {
	summaries.rules = Array.from({ length: 5 }, () => rule());
	const [first] = await wrongOnes();
	if (first) await account.heal(first);
	expect(attachedNow().map(({ rules }) => rules.length)).toEqual([5, 2]);
});

test('a person has to when there is no room', async () => {
	summaries.rules = [
		...Array.from({ length: 4 }, () => rule()),
		rule({ operators: [SUMMARY, SENTIMENT], actions: [webhook] }),
	];
	for (const { fixes, advice } of await wrongOnes()) {
		expect(fixes).toEqual([]);
		expect(advice).toContain('Not done by npm run setup');
	}
	expect((await wrongOnes()).map(({ check }) => check)).toContain('intelligence/webhook-action');
});

test('a rule that holds a token goes over as it is', async () => {
	const url = 'https://crm.example.com/?token=x';
	summaries.rules = [
		...summaries.rules,
		rule({ actions: [{ ...webhook, url }] }),
		rule({ operators: [SUMMARY], actions: [webhook] }),
	];
	const finding = await account.onlyWrong('intelligence/webhook-action');
	await account.heal(finding);
	expect(attachedNow()[0]?.rules.flatMap(({ actions }) => actions)).toEqual([{ ...webhook, url }]);
});

test('the agent’s setting that names the old one is spoken of', async () => {
	account.options = { environment: { CONVERSATION_INTELLIGENCE_CONFIGURATION_ID: summaries.id } };
	summaries.rules.pop();
	const [first] = await wrongOnes();
	expect(first?.fixes[0]?.title).toContain(
		'give your agent the new id as CONVERSATION_INTELLIGENCE_CONFIGURATION_ID',
	);
});

describe('a configuration that is there already', () => {
	/** A change that ends before the new one is attached. */
	async function fail(): Promise<void> {
		emulator.faults.add({ match: { method: 'PUT', path: /Configurations/ }, fault: { status: 409 } });
		const [first] = await wrongOnes();
		if (first) await expect(account.heal(first)).rejects.toThrow('409');
		emulator.faults.clear();
	}

	test('three runs that cannot attach leave one new one, and the fourth attaches it', async () => {
		summaries.rules.pop();
		summaries.rules.push(rule({ operators: [{ ...SENTIMENT, version: 2 }], context: { memory: {} } }));
		for (let run = 1; run <= 3; run++) await fail();
		const { intelligenceConfigurations: all } = emulator.world;
		expect(all.size).toBe(2);
		const made = [...all.keys()].find((id) => id !== summaries.id) ?? '';
		const [first] = await wrongOnes();
		expect(first?.fixes.flatMap(({ edits }) => edits)).toMatchObject([
			{ edit: 'list', remove: [summaries.id], add: [made] },
		]);
		expect(first?.fixes[0]?.title).toContain(`by "Handoff summaries" (${made}), which makes plain`);
		if (first) await account.heal(first);
		expect(attachedNow().map(({ id }) => id)).toEqual([made]);
	});

	test('the same goes for one that is added', async () => {
		summaries.rules = Array.from({ length: 5 }, () => rule());
		for (let run = 1; run <= 3; run++) await fail();
		expect(emulator.world.intelligenceConfigurations.size).toBe(2);
		const [first] = await wrongOnes();
		if (first) await account.heal(first);
		expect(attachedNow()).toHaveLength(2);
	});

	test.each([
		['has other rules', (spare: IntelligenceConfiguration) => spare.rules.push(rule())],
		['was edited, and so may not run', (spare: IntelligenceConfiguration) => ++spare.version],
		[
			'is another configuration’s',
			({ id }: IntelligenceConfiguration) => {
				const other = structuredClone(configurationOf(emulator));
				delete other.conversationsV1Bridge;
				Object.assign(other, {
					id: `conv_configuration_${'0'.repeat(26)}`,
					intelligenceConfigurationIds: [id],
				});
				emulator.world.configurations.set(other.id, other);
			},
		],
	])('is not taken when it %s', async (_why, arrange) => {
		const spare = { ...structuredClone(summaries), id: `intelligence_configuration_${'0'.repeat(26)}` };
		emulator.world.intelligenceConfigurations.set(spare.id, spare);
		summaries.rules.pop();
		arrange(spare);
		const [first] = await wrongOnes();
		expect(first?.fixes.flatMap(({ edits }) => edits.map(({ edit }) => edit))).toEqual(['create', 'list']);
	});
});

test('conversations under way keep the old one, and people are told', async () => {
	summaries.rules.pop();
	const [first] = await wrongOnes();
	expect(first?.fixes[0]?.title).toContain('conversations under way keep the old one');
});

test('403 is not blamed on the settings', async () => {
	emulator.faults.add({ match: { host: 'intelligence.twilio.com' }, fault: { status: 403 } });
	const { status, found } = await account.finding('intelligence/context');
	expect(status).toBe('unreadable');
	expect(found).toContain('the account may not have the product');
	expect(found).not.toContain('AUTH_TOKEN');
});

test.each([
	[null, undefined],
	[{ memory: null, knowledge: { bases: [] } }, undefined],
	[{ memory: { enabled: false }, knowledge: { bases: [] } }, { memory: { enabled: false } }],
])('of a context shown as %j, what a request may not have is not sent back', async (shown, sent) => {
	Object.assign(summaries.rules[0] ?? {}, { context: shown });
	summaries.rules.pop();
	const [first] = await wrongOnes();
	if (first) await account.heal(first);
	expect(attachedNow().map(({ rules }) => rules[0]?.context)).toEqual([sent]);
});
