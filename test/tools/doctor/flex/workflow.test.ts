/** Whether handoffs have a workflow. */
import { agentConnect } from '../../../../tools/doctor/agent-connect';
import { flex } from '../../../../tools/doctor/flex';
import * as engine from '../engine/findings';
import { ELSEWHERE, type FlexAccount, useFlexAccount } from './flex-account';

let account: FlexAccount;
useFlexAccount((started) => {
	account = started;
});

const SETTING = 'TWILIO_FLEX_WORKFLOW_SID';
const OTHER = `WW${'8'.repeat(32)}`;
const unset = { environment: { [SETTING]: '' } };
const unknown = { environment: { [SETTING]: `WW${ELSEWHERE}` } };

function addWorkflow(): void {
	account.world.workflows.set(OTHER, { ...account.workflow, sid: OTHER, friendlyName: 'Sales' });
}

test('the only workflow need not be set', async () => {
	expect(await account.faults(unset)).toEqual([]);
	expect((await account.finding('flex/workflow', unset))?.found).toContain(account.world.workflowSid);
});

test('of several workflows one has to be set, by a person', async () => {
	addWorkflow();
	const wrong = await account.faults(unset);
	expect(wrong).toMatchObject([{ check: 'flex/workflow', fixes: [] }]);
	for (const sid of [account.world.workflowSid, OTHER]) expect(wrong[0]?.found).toContain(sid);
});

test('a workflow of another account is replaced by the only one', async () => {
	expect(await account.faults(unknown)).toMatchObject([{ check: 'flex/workflow' }]);
	expect(await account.fix(unknown)).toEqual([]);
});

test('a workflow of another account has no fix when there are several', async () => {
	addWorkflow();
	expect(await account.faults(unknown)).toMatchObject([{ check: 'flex/workflow', fixes: [] }]);
});

test.each([{}, unset])('a Flex without workflows is wrong and has no fix (%j)', async (options) => {
	account.world.workflows.clear();
	expect(await account.faults(options)).toMatchObject([{ check: 'flex/workflow', fixes: [] }]);
});

test('a malformed setting is reported by agent-connect/settings only', async () => {
	const view = account.view({
		environment: { [SETTING]: 'WW1', TWILIO_FLEX_VOICE_CHANNEL_SID: 'TC1' },
	});
	expect(await engine.faults(view, [agentConnect, flex])).toMatchObject([
		{ check: 'agent-connect/settings' },
	]);
});
