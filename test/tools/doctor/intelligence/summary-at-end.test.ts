/** Whether conversations are summarized when they end. */
import type { IntelligenceConfiguration } from '../../../../emulator/core/world';
import { useAccount } from '../../../support/emulated-account';
import { attachedIn, rule, summariesOf, withoutIds } from './summaries';

const account = useAccount();
let summaries: IntelligenceConfiguration;
beforeEach(() => {
	summaries = summariesOf(account);
});

test('a missing rule for a summary at the end is added in a new configuration, and the old one is not changed', async () => {
	const rules = withoutIds(summaries.rules);
	summaries.rules = summaries.rules.filter(({ triggers }) => triggers[0]?.on !== 'CONVERSATION_END');
	const before = structuredClone(summaries);
	await account.fix(await account.onlyWrong('intelligence/summary-at-end'));
	expect(account.world.intelligenceConfigurations.get(summaries.id)).toEqual(before);
	const attached = attachedIn(account);
	expect(attached).toHaveLength(1);
	expect(attached[0]?.id).not.toBe(summaries.id);
	expect(withoutIds(attached[0]?.rules)).toEqual(rules);
	const isIntelligencePut = ({ method, url }: { method: string; url: string }) =>
		method === 'PUT' && url.includes('intelligence');
	expect(account.emulator.requests.filter(isIntelligencePut)).toEqual([]);
});

test('a missing rule for a summary at the end is added beside a configuration with other rules', async () => {
	const missing = summaries.rules.filter(({ triggers }) => triggers[0]?.on === 'CONVERSATION_END');
	summaries.rules = [...summaries.rules.filter((each) => !missing.includes(each)), rule()];
	await account.fix(await account.onlyWrong('intelligence/summary-at-end'));
	const [old, added] = attachedIn(account);
	expect(old).toEqual(summaries);
	expect(withoutIds(added?.rules)).toEqual(withoutIds(missing));
});
