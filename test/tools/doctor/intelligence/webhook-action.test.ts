/** Whether summaries are sent to a webhook. */
import type { IntelligenceConfiguration } from '../../../../emulator/core/world';
import { useAccount } from '../../../support/emulated-account';
import { attachedIn, plain, rule, SUMMARY, summariesOf, WEBHOOK, withoutIds } from './summaries';

const account = useAccount();
let summaries: IntelligenceConfiguration;
beforeEach(() => {
	summaries = summariesOf(account);
});

const withWebhook = () =>
	rule({ operators: [SUMMARY], triggers: [{ on: 'CONVERSATION_END' }], actions: [WEBHOOK] });

test('a configuration whose summaries go to a webhook is replaced by a plain one', async () => {
	summaries.rules.push(withWebhook());
	await account.fix(await account.onlyWrong('intelligence/webhook-action'));
	expect(attachedIn(account).map(({ rules }) => withoutIds(rules))).toEqual([
		[plain('CONVERSATION_END'), plain('CONVERSATION_INACTIVE')],
	]);
});

test('a webhook of another rule is not a fault', async () => {
	summaries.rules.push(rule({ actions: [WEBHOOK] }));
	expect(await account.finding('intelligence/webhook-action')).toMatchObject({ status: 'ok' });
});

test('a configuration with other rules is never replaced', async () => {
	summaries.rules.push(withWebhook(), rule());
	const { fixes, advice } = await account.onlyWrong('intelligence/webhook-action');
	expect(fixes).toEqual([]);
	expect(advice).toContain(summaries.id);
});
