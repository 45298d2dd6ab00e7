/** Whether handoffs have a workflow. */
import { ELSEWHERE, useAccount } from '../../../support/emulated-account';

const account = useAccount();

const CHECK = 'flex/workflow';
const SETTING = 'TWILIO_FLEX_WORKFLOW_SID';
const OTHER = `WW${'8'.repeat(32)}`;
const unset = { environment: { [SETTING]: '' } };
const unknown = { environment: { [SETTING]: `WW${ELSEWHERE}` } };

function addWorkflow(): void {
	account.world.workflows.set(OTHER, { ...account.workflow, sid: OTHER, friendlyName: 'Sales' });
}

test('an account with one workflow is ok without the setting', async () => {
	account.options = unset;
	expect(await account.faults()).toEqual([]);
	expect((await account.finding(CHECK)).found).toContain(account.world.workflowSid);
});

test('of several workflows one has to be set, by a person', async () => {
	addWorkflow();
	account.options = unset;
	const { found, fixes } = await account.onlyWrong(CHECK);
	expect(fixes).toEqual([]);
	for (const sid of [account.world.workflowSid, OTHER]) expect(found).toContain(sid);
});

test('a workflow of another account is replaced by the only one', async () => {
	account.options = unknown;
	await account.fix(await account.onlyWrong(CHECK));
});

test('a workflow of another account has no fix when there are several', async () => {
	addWorkflow();
	account.options = unknown;
	expect(await account.onlyWrong(CHECK)).toMatchObject({ fixes: [] });
});

test.each([{}, unset])('a Flex without workflows is wrong and has no fix (%j)', async (options) => {
	account.world.workflows.clear();
	account.options = options;
	expect(await account.onlyWrong(CHECK)).toMatchObject({ fixes: [] });
});

test('a malformed setting is reported by agent-connect/settings only', async () => {
	account.options = { environment: { [SETTING]: 'WW1', TWILIO_FLEX_VOICE_CHANNEL_SID: 'TC1' } };
	await account.onlyWrong('agent-connect/settings');
});
