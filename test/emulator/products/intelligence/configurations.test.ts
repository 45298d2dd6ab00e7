/** Intelligence configurations, through the real SDK. */
import type { Emulator } from '../../../../emulator/core/emulator';
import { SUMMARY_OPERATOR_ID } from '../../../../emulator/products/intelligence/model';
import { clientOf, useEmulator } from '../../../support/client';

let emulator: Emulator;
useEmulator((started) => {
	emulator = started;
});

const summary = { id: SUMMARY_OPERATOR_ID };
const rule = (more: object = {}) => ({
	operators: [summary],
	triggers: [{ on: 'CONVERSATION_END' }],
	actions: [],
	...more,
});

test('a configuration is created and deleted', async () => {
	const { configurations } = clientOf(emulator).intelligence.v3;
	expect(await configurations.list()).toMatchObject([
		{ displayName: 'Handoff summaries', rules: [{ operators: [summary] }, { operators: [summary] }] },
	]);
	const created = await configurations.create({
		displayName: 'mine',
		rules: [rule(), rule({ triggers: [] })],
	});
	const [first, second] = created.rules ?? [];
	expect(created).toMatchObject({
		version: 1,
		description: '',
		accountId: emulator.world.account.accountSid,
	});
	expect(first?.id).toMatch(/^intelligence_configurationrule_/);
	expect(second?.id).not.toBe(first?.id);
	const configuration = configurations(created.id ?? '');
	expect(await configuration.fetch()).toMatchObject({ displayName: 'mine' });
	expect(await configuration.remove()).toBe(true);
	await expect(configuration.fetch()).rejects.toMatchObject({ status: 404 });
});

const webhook = { type: 'WEBHOOK', method: 'POST', url: 'https://example.com/' };
test.each([
	['six rules', Array.from({ length: 6 }, () => rule()), 20001],
	['a rule without an operator', [rule({ operators: [] })], 20001],
	['a rule with six operators', [rule({ operators: Array.from({ length: 6 }, () => summary) })], 20001],
	['a rule with three actions', [rule({ actions: [webhook, webhook, webhook] })], 20001],
	['knowledge without a base', [rule({ context: { knowledge: { bases: [] } } })], 20001],
	['an unknown trigger', [rule({ triggers: [{ on: 'SOMETIMES' }] })], 20001],
	['an unknown operator', [rule({ operators: [{ id: 'intelligence_operator_0' }] })], 70001],
])('a configuration with %s is refused', async (_what, rules, code) => {
	const { configurations } = clientOf(emulator).intelligence.v3;
	await expect(configurations.create({ displayName: 'x', rules })).rejects.toMatchObject({
		status: 400,
		code,
	});
});
