/** Whether an Intelligence configuration is attached. */
import { useAccount } from '../../../support/emulated-account';
import { rule } from '../intelligence/summaries';

const account = useAccount();

const CHECK = 'orchestrator/intelligence';
const attached = () => account.configuration.intelligenceConfigurationIds;

test('an Intelligence configuration of the account with the right rules is attached', async () => {
	const ids = account.configuration.intelligenceConfigurationIds;
	account.configuration.intelligenceConfigurationIds = [];
	await account.fix(await account.onlyWrong(CHECK));
	expect(attached()).toEqual(ids);
});

test('a new Intelligence configuration is created in an account without one', async () => {
	account.world.intelligenceConfigurations.clear();
	await account.fix(await account.onlyWrong(CHECK));
	const [created] = account.world.intelligenceConfigurations.values();
	expect(created?.displayName).toBe('AI-to-human handoff');
	expect(attached()).toEqual([created?.id]);
});

test('an Intelligence configuration that does not exist is detached', async () => {
	const ids = [...account.configuration.intelligenceConfigurationIds];
	account.configuration.intelligenceConfigurationIds.push(`intelligence_configuration_${'0'.repeat(26)}`);
	await account.fix(await account.onlyWrong(CHECK));
	expect(attached()).toEqual(ids);
});

test('more Intelligence configurations than TAC reads are wrong, since the agent doesn’t start', async () => {
	const { intelligenceConfigurations } = account.world;
	const [first] = intelligenceConfigurations.values();
	if (!first) throw new Error('none');
	for (let more = 1; more <= 5; more++) {
		const id = `intelligence_configuration_${String(more).padStart(26, '0')}`;
		const rules = first.rules.map((each) => ({
			...each,
			operators: [{ id: 'intelligence_operator_other' }],
		}));
		intelligenceConfigurations.set(id, { ...first, id, rules });
		account.configuration.intelligenceConfigurationIds.push(id);
	}
	expect(await account.onlyWrong(CHECK)).toMatchObject({ found: '6 are attached', fixes: [] });
	account.configuration.intelligenceConfigurationIds.pop();
	expect((await account.finding(CHECK)).status).toBe('ok');
});

describe('two runs of setup at once', () => {
	test('attach two that do the same, and then detach the same one', async () => {
		account.world.intelligenceConfigurations.clear();
		const [one, other] = [await account.finding(CHECK), await account.finding(CHECK)];
		await account.fix(one);
		// The other run has looked before that, and creates one too.
		await account.write(other.fixes.flatMap(({ edits }) => edits));
		const ids = [...attached()].sort();
		expect(ids).toHaveLength(2);

		const repeated = [await account.onlyWrong(CHECK), await account.onlyWrong(CHECK)];
		for (const each of repeated) {
			expect(each.found).toContain(ids[1]);
			await account.write(each.fixes.flatMap(({ edits }) => edits));
		}
		expect(attached()).toEqual([ids[0]]);
	});

	test('one that does more than another is not its repetition', async () => {
		const [first] = account.world.intelligenceConfigurations.values();
		if (!first) throw new Error('The world has no Intelligence configuration');
		const id = `intelligence_configuration_${'0'.repeat(26)}`;
		account.world.intelligenceConfigurations.set(id, {
			...first,
			id,
			rules: [...first.rules, rule()],
		});
		account.configuration.intelligenceConfigurationIds.push(id);
		expect(await account.finding(CHECK)).toMatchObject({ status: 'ok' });
	});
});
