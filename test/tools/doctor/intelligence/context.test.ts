/** Whether summaries are of the conversation only. */
import type { IntelligenceConfiguration } from '../../../../emulator/core/world';
import { useAccount } from '../../../support/emulated-account';
import { attachedIn, plain, rule, SUMMARY, summariesOf, withoutIds } from './summaries';

const account = useAccount();
let summaries: IntelligenceConfiguration;
beforeEach(() => {
	summaries = summariesOf(account);
});

test.each([{ memory: { enabled: true } }, { knowledge: { bases: ['knowledge_base_1'] } }])(
	'a configuration whose summaries have the context %j is replaced by a plain one',
	async (context) => {
		summaries.rules = [
			rule({ operators: [SUMMARY], triggers: [{ on: 'CONVERSATION_END' }] }),
			rule({ operators: [SUMMARY], triggers: [{ on: 'CONVERSATION_INACTIVE' }], context }),
		];
		await account.fix(await account.onlyWrong('intelligence/context'));
		expect(attachedIn(account).map(({ rules }) => withoutIds(rules))).toEqual([
			[plain('CONVERSATION_END'), plain('CONVERSATION_INACTIVE')],
		]);
	},
);

test.each([null, { memory: null, knowledge: { bases: [] } }, { memory: { enabled: false } }])(
	'a rule with the context %j is ok',
	async (context) => {
		Object.assign(summaries.rules[0] ?? {}, { context });
		expect(await account.finding('intelligence/context')).toMatchObject({ status: 'ok' });
	},
);

test('403 for the Intelligence configuration is unreadable, and not blamed on the credentials', async () => {
	account.emulator.faults.add({ match: { host: 'intelligence.twilio.com' }, fault: { status: 403 } });
	const { status, found } = await account.finding('intelligence/context');
	expect(status).toBe('unreadable');
	expect(found).not.toContain('AUTH_TOKEN');
});
