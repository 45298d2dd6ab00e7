/** The check agent-connect/flow-sid. */
import { HandoffError } from '../../../../src/http/errors';
import type { FlowView } from '../../../../tools/account/account-view';
import { FlowChoiceError } from '../../../../tools/account/errors';
import { flow } from '../../../support/account-view';
import { useAccount } from '../../../support/emulated-account';

const CHECK = 'agent-connect/flow-sid';
const SETTING = 'TWILIO_STUDIO_HANDOFF_FLOW_SID';
const OTHER = `FW${'2'.repeat(32)}`;

const account = useAccount();
/** The value that the fix of the only fault sets in `.env`. */
async function fixed(): Promise<string | undefined> {
	const { fixes } = await account.onlyWrong(CHECK);
	await account.write(fixes.flatMap(({ edits }) => edits));
	return account.options.environment?.[SETTING];
}

/** The fix that creates a flow. */
const createsFlow = {
	stage: 'deploy',
	edits: [{ edit: 'set', resource: 'env', id: '', path: [SETTING], before: flow.sid, after: '' }],
	deploy: true,
};

test('the project’s own flow is ok, with its name and SID', async () => {
	const finding = await account.finding(CHECK);
	expect(finding).toMatchObject({ status: 'ok', found: `"AI-to-human handoff" (${flow.sid})` });
});

test('an empty setting is fixed with the project’s flow', async () => {
	account.options = { environment: { [SETTING]: '' } };
	expect((await account.onlyWrong(CHECK)).found).toContain(flow.sid);
	expect(await fixed()).toBe(flow.sid);
	expect(await account.faults()).toEqual([]);
});

test('when the setting is empty and there is no flow, only studio/deployed is wrong', async () => {
	const project = { flow: async () => undefined };
	account.options = { environment: { [SETTING]: '' }, project };
	const { fixes } = await account.onlyWrong('studio/deployed');
	expect(fixes.map(({ deploy }) => deploy)).toEqual([true]);
});

test('another project’s flow is replaced by this project’s only flow', async () => {
	account.setFlow({ version: undefined, others: [OTHER] });
	expect((await account.onlyWrong(CHECK)).found).toContain(OTHER);
	expect(await fixed()).toBe(OTHER);
});

test('when this project has several flows, the user chooses', async () => {
	const others = [OTHER, `FW${'3'.repeat(32)}`];
	account.setFlow({ version: undefined, others });
	expect(await account.onlyWrong(CHECK)).toMatchObject({
		fixes: [],
		found: expect.stringContaining(OTHER),
	});
});

test('when this project has no flow, one fix empties the setting and creates a flow', async () => {
	const theirs = { ...flow, name: 'Sales', version: undefined };
	account.options = { project: { flow: async () => theirs, flowByName: async () => undefined } };
	const { fixes } = await account.onlyWrong(CHECK);
	expect(fixes).toEqual([{ ...createsFlow, title: expect.stringContaining(flow.sid) }]);
});

test('a flow of another project with this project’s name has to be renamed by the user', async () => {
	const theirs = { ...flow, name: 'Sales', version: undefined };
	account.options = { project: { flow: async () => theirs, flowByName: async () => theirs } };
	expect(await account.onlyWrong(CHECK)).toMatchObject({
		advice: expect.stringMatching(/^Rename the flow "Sales" \(FW\w+\)/),
		fixes: [],
	});
});

test('with an empty setting, a flow of another project with this project’s name is left to the user', async () => {
	const project = { flow: async () => ({ ...flow, version: undefined }) };
	account.options = { environment: { [SETTING]: '' }, project };
	expect(await account.onlyWrong(CHECK)).toMatchObject({ fixes: [] });
});

describe('when the flow in the setting is not found', () => {
	const notFound = new FlowChoiceError('no such flow');
	const arrange = (flowByName: () => Promise<FlowView | undefined>) => {
		account.options = { project: { flow: () => Promise.reject(notFound), flowByName } };
	};

	test('and there is no other, one fix empties the setting and creates a flow', async () => {
		arrange(async () => undefined);
		const { found, fixes } = await account.onlyWrong(CHECK);
		expect(found).toContain(flow.sid);
		expect(fixes).toEqual([{ ...createsFlow, title: expect.any(String) }]);
	});

	test('and another project’s flow has this project’s name, the user has to rename that', async () => {
		arrange(async () => ({ ...flow, sid: OTHER, version: undefined }));
		expect(await account.onlyWrong(CHECK)).toMatchObject({
			advice: expect.stringMatching(new RegExp(`^Rename .*${OTHER}`)),
			fixes: [],
		});
	});

	test('and this project has a flow, the fix sets that', async () => {
		arrange(async () => ({ ...flow, sid: OTHER }));
		expect(await fixed()).toBe(OTHER);
	});

	test('and several flows have this project’s name, the user chooses', async () => {
		arrange(() => Promise.reject(notFound));
		expect(await account.onlyWrong(CHECK)).toMatchObject({ fixes: [] });
	});
});

test('when Twilio fails, the flow is unreadable, not wrong', async () => {
	const broken = new HandoffError(502, 'twilio_error', 'Twilio answered 500.');
	account.options = { project: { flow: () => Promise.reject(broken) } };
	expect(new Set((await account.faults()).map(({ status }) => status))).toEqual(new Set(['unreadable']));
});
