/** The replacement of Intelligence configurations whose summaries are wrong. */
import type { IntelligenceConfiguration } from '../../../../emulator/core/world';
import { summarizesOnly } from '../../../../tools/doctor/intelligence/replacement';
import { useAccount } from '../../../support/emulated-account';
import {
	addSpare,
	attachedIn,
	plain,
	rule,
	SENTIMENT,
	SUMMARY,
	summariesOf,
	WEBHOOK,
	withoutIds,
	wrongIn,
} from './summaries';

const account = useAccount();
let summaries: IntelligenceConfiguration;
beforeEach(() => {
	summaries = summariesOf(account);
});

const END = [{ on: 'CONVERSATION_END' as const }];

test.each([
	['plain rules', [plain('CONVERSATION_END'), plain('CONVERSATION_INACTIVE')], true],
	['a webhook on its summaries', [{ ...plain('CONVERSATION_END'), actions: [WEBHOOK] }], true],
	['no rules', [], true],
	['empty parameters', [{ ...plain('CONVERSATION_END'), operators: [{ ...SUMMARY, parameters: {} }] }], true],
	['a rule for another purpose', [plain('CONVERSATION_END'), { ...rule() }], false],
	['another operator in a Summary rule', [{ operators: [SUMMARY, SENTIMENT], triggers: END }], false],
	['parameters of its own', [{ operators: [{ ...SUMMARY, parameters: { a: 1 } }], triggers: END }], false],
	['another trigger', [{ operators: [SUMMARY], triggers: [{ on: 'COMMUNICATION' }] }], false],
])('a configuration with %s only summarizes: %s', (_what, rules, expected) => {
	expect(summarizesOnly({ id: 'intelligence_configuration_1', rules })).toBe(expected);
});

test('all four faults are fixed by one change', async () => {
	summaries.rules = [
		rule({ operators: [SUMMARY], triggers: [], actions: [WEBHOOK], context: { memory: { enabled: true } } }),
	];
	const wrong = await wrongIn(account);
	expect(wrong.map(({ check }) => check)).toEqual([
		'intelligence/summary-at-end',
		'intelligence/summary-when-inactive',
		'intelligence/webhook-action',
		'intelligence/context',
	]);
	expect(new Set(wrong.flatMap(({ fixes }) => fixes.map(({ title }) => title))).size).toBe(1);
	const [first] = wrong;
	if (first) await account.fix(first);
	expect(attachedIn(account).map(({ rules }) => withoutIds(rules))).toEqual([
		[plain('CONVERSATION_END'), plain('CONVERSATION_INACTIVE')],
	]);
});

test('two configurations with webhooks are replaced by one', async () => {
	summaries.rules.push(rule({ operators: [SUMMARY], triggers: END, actions: [WEBHOOK] }));
	account.configuration.intelligenceConfigurationIds.push(addSpare(account).id);
	await account.fix(await account.onlyWrong('intelligence/webhook-action'));
	expect(attachedIn(account).map(({ rules }) => withoutIds(rules))).toEqual([
		[plain('CONVERSATION_END'), plain('CONVERSATION_INACTIVE')],
	]);
});

test('of two configurations that both summarize, one is only detached', async () => {
	const other = addSpare(account);
	other.rules.push(rule());
	account.configuration.intelligenceConfigurationIds.push(other.id);
	summaries.rules.push(rule({ operators: [SUMMARY], triggers: END, actions: [WEBHOOK] }));
	await account.fix(await account.onlyWrong('intelligence/webhook-action'));
	expect(attachedIn(account)).toEqual([other]);
});

test('of two configurations with webhooks, the one with other rules is left to a person', async () => {
	const other = addSpare(account);
	const withWebhook = () => rule({ operators: [SUMMARY], triggers: END, actions: [WEBHOOK] });
	other.rules = [withWebhook(), rule()];
	summaries.rules.push(withWebhook());
	account.configuration.intelligenceConfigurationIds.push(other.id);
	const { advice, fixes } = await account.onlyWrong('intelligence/webhook-action');
	expect(advice).toContain(other.id);
	expect(fixes.flatMap(({ edits }) => edits)).toMatchObject([
		{ edit: 'create', value: { rules: [plain('CONVERSATION_INACTIVE')] } },
		{ edit: 'list', remove: [summaries.id] },
	]);
});

test('there is no fix when no more configurations can be attached', async () => {
	summaries.rules = [rule()];
	const { intelligenceConfigurations } = account.world;
	for (let count = 1; count < 5; count++) {
		const id = `intelligence_configuration_${String(count).repeat(26)}`;
		intelligenceConfigurations.set(id, { ...structuredClone(summaries), id });
		account.configuration.intelligenceConfigurationIds.push(id);
	}
	const wrong = await wrongIn(account);
	expect(wrong.map(({ check, fixes }) => [check, fixes])).toEqual([
		['intelligence/summary-at-end', []],
		['intelligence/summary-when-inactive', []],
	]);
});

test('the agent’s setting that names the old configuration is mentioned', async () => {
	const setting = 'CONVERSATION_INTELLIGENCE_CONFIGURATION_ID';
	account.options = { environment: { [setting]: summaries.id } };
	summaries.rules.pop();
	const [first] = await wrongIn(account);
	expect(first?.fixes).toMatchObject([{ title: expect.stringContaining(setting) }]);
});

describe('a spare configuration', () => {
	/** A change that ends before the new one is attached. */
	async function fail(): Promise<void> {
		account.emulator.faults.add({
			match: { method: 'PUT', path: /Configurations/ },
			fault: { status: 409 },
		});
		const [first] = await wrongIn(account);
		if (first) await expect(account.fix(first)).rejects.toThrow('409');
		account.emulator.faults.clear();
	}

	test.each([
		['replaces', []],
		['joins', [rule()]],
	])('that failed runs created %s the old one in the next run', async (_what, more) => {
		summaries.rules = [...summaries.rules.slice(0, 1), ...more];
		for (let run = 1; run <= 3; run++) await fail();
		const { intelligenceConfigurations: all } = account.world;
		expect(all.size).toBe(2);
		const spare = [...all.keys()].find((id) => id !== summaries.id) ?? '';
		const [first] = await wrongIn(account);
		expect(first?.fixes.flatMap(({ edits }) => edits)).toMatchObject([{ edit: 'list', add: [spare] }]);
		expect(first?.fixes[0]?.title).toContain(spare);
		if (first) await account.fix(first);
		expect(attachedIn(account).map(({ id }) => id)).toEqual(
			more.length > 0 ? [summaries.id, spare] : [spare],
		);
	});

	test.each([
		['has other rules', (spare: IntelligenceConfiguration) => spare.rules.push(rule())],
		['has fewer rules', (spare: IntelligenceConfiguration) => spare.rules.pop()],
		['was edited, and so may not run', (spare: IntelligenceConfiguration) => ++spare.version],
		[
			'is attached to another configuration',
			({ id }: IntelligenceConfiguration) => {
				const other = structuredClone(account.configuration);
				delete other.conversationsV1Bridge;
				Object.assign(other, {
					id: `conv_configuration_${'0'.repeat(26)}`,
					intelligenceConfigurationIds: [id],
				});
				account.world.configurations.set(other.id, other);
			},
		],
	])('is not used when it %s', async (_why, arrange) => {
		const spare = addSpare(account);
		summaries.rules.pop();
		arrange(spare);
		const [first] = await wrongIn(account);
		expect(first?.fixes.flatMap(({ edits }) => edits.map(({ edit }) => edit))).toEqual(['create', 'list']);
	});
});
