/** The check agent-connect/flow-sid. */
import { HandoffError } from '../../../../src/http/errors';
import type { FlowView } from '../../../../tools/account/account-view';
import { FlowChoiceError } from '../../../../tools/account/errors';
import { agentConnect } from '../../../../tools/doctor/agent-connect';
import { flow, type ViewOptions } from '../../../support/account-view';
import { faults, findings, fix, onlyFault, useAccount } from '../engine/findings';

const CHECK = 'agent-connect/flow-sid';
const SETTING = 'TWILIO_STUDIO_HANDOFF_FLOW_SID';
const OTHER = `FW${'2'.repeat(32)}`;

const view = useAccount();
/** The value that the fix sets in `.env`. */
const fixed = async (options: ViewOptions): Promise<string | undefined> => {
	const account = view(options);
	return (await fix(account, await faults(account, [agentConnect])))[SETTING];
};

/** The fix that creates a flow. */
const createsFlow = {
	stage: 'deploy',
	edits: [{ edit: 'set', resource: 'env', id: '', path: [SETTING], before: flow.sid, after: '' }],
	deploy: true,
};

test('the project’s own flow is ok, with its name and SID', async () => {
	const finding = (await findings(view())).get(CHECK);
	expect(finding).toMatchObject({ status: 'ok', found: `"AI-to-human handoff" (${flow.sid})` });
});

test('an empty setting is fixed with the project’s flow', async () => {
	const options = { environment: { [SETTING]: '' } };
	expect(await onlyFault(view(options))).toMatchObject({
		check: CHECK,
		found: expect.stringContaining(flow.sid),
	});
	expect(await fixed(options)).toBe(flow.sid);
	expect(await faults(view({ environment: { [SETTING]: flow.sid } }))).toEqual([]);
});

test('when the setting is empty and there is no flow, only studio/deployed is wrong', async () => {
	const project = { flow: async () => undefined };
	const { check, fixes } = await onlyFault(view({ environment: { [SETTING]: '' }, project }));
	expect([check, fixes.map(({ deploy }) => deploy)]).toEqual(['studio/deployed', [true]]);
});

test('another project’s flow is replaced by this project’s only flow', async () => {
	const project = { flow: async () => ({ ...flow, version: undefined, others: [OTHER] }) };
	expect(await onlyFault(view({ project }))).toMatchObject({
		check: CHECK,
		found: expect.stringContaining(OTHER),
	});
	expect(await fixed({ project })).toBe(OTHER);
});

test('when this project has several flows, the user chooses', async () => {
	const others = [OTHER, `FW${'3'.repeat(32)}`];
	const project = { flow: async () => ({ ...flow, version: undefined, others }) };
	expect(await onlyFault(view({ project }))).toMatchObject({
		check: CHECK,
		fixes: [],
		found: expect.stringContaining(OTHER),
	});
});

test('when this project has no flow, one fix empties the setting and creates a flow', async () => {
	const theirs = { ...flow, name: 'Sales', version: undefined };
	const project = { flow: async () => theirs, flowByName: async () => undefined };
	const { check, fixes } = await onlyFault(view({ project }));
	expect([check, fixes]).toEqual([CHECK, [{ ...createsFlow, title: expect.stringContaining(flow.sid) }]]);
});

test('a flow of another project with this project’s name has to be renamed by the user', async () => {
	const theirs = { ...flow, name: 'Sales', version: undefined };
	const project = { flow: async () => theirs, flowByName: async () => theirs };
	expect(await onlyFault(view({ project }))).toMatchObject({
		check: CHECK,
		advice: expect.stringMatching(/^Rename the flow "Sales" \(FW\w+\)/),
		fixes: [],
	});
});

test('with an empty setting, a flow of another project with this project’s name is left to the user', async () => {
	const project = { flow: async () => ({ ...flow, version: undefined }) };
	const fault = await onlyFault(view({ environment: { [SETTING]: '' }, project }));
	expect(fault).toMatchObject({ check: CHECK, fixes: [] });
});

describe('when the flow in the setting is not found', () => {
	const notFound = new FlowChoiceError('no such flow');
	const projectWith = (flowByName: () => Promise<FlowView | undefined>) => ({
		flow: () => Promise.reject(notFound),
		flowByName,
	});

	test('and there is no other, one fix empties the setting and creates a flow', async () => {
		const project = projectWith(async () => undefined);
		const { found, fixes } = await onlyFault(view({ project }));
		expect(found).toContain(flow.sid);
		expect(fixes).toEqual([{ ...createsFlow, title: expect.any(String) }]);
	});

	test('and another project’s flow has this project’s name, the user has to rename that', async () => {
		const project = projectWith(async () => ({ ...flow, sid: OTHER, version: undefined }));
		expect(await onlyFault(view({ project }))).toMatchObject({
			check: CHECK,
			advice: expect.stringMatching(new RegExp(`^Rename .*${OTHER}`)),
			fixes: [],
		});
	});

	test('and this project has a flow, the fix sets that', async () => {
		const project = projectWith(async () => ({ ...flow, sid: OTHER }));
		expect(await onlyFault(view({ project }))).toMatchObject({ check: CHECK });
		expect(await fixed({ project })).toBe(OTHER);
	});

	test('and several flows have this project’s name, the user chooses', async () => {
		const project = projectWith(() => Promise.reject(notFound));
		expect(await onlyFault(view({ project }))).toMatchObject({ check: CHECK, status: 'wrong', fixes: [] });
	});
});

test('when Twilio fails, the flow is unreadable, not wrong', async () => {
	const broken = new HandoffError(502, 'twilio_error', 'Twilio answered 500.');
	const found = await faults(view({ project: { flow: () => Promise.reject(broken) } }));
	expect(new Set(found.map(({ status }) => status))).toEqual(new Set(['unreadable']));
});
