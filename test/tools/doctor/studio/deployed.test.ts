/** The check studio/deployed. */
import type { FlowView } from '../../../../tools/account/account-view';
import { flow, type ViewOptions } from '../../../support/account-view';
import { findings, onlyFault, useAccount } from '../engine/findings';

const CHECK = 'studio/deployed';

const open = useAccount();
const view = (changed: Partial<FlowView>, project: ViewOptions['project'] = {}) =>
	open({ project: { flow: async () => ({ ...flow, ...changed }), ...project } });

test('a deployed flow is ok, with its name, SID and revision', async () => {
	expect((await findings(view({}))).get(CHECK)).toMatchObject({
		status: 'ok',
		found: `"AI-to-human handoff" (${flow.sid}), revision 3`,
	});
});

test('when there is no flow, a deployment fixes it', async () => {
	const fault = await onlyFault(
		open({
			environment: { TWILIO_STUDIO_HANDOFF_FLOW_SID: '' },
			project: { flow: async () => undefined },
		}),
	);
	expect(fault).toMatchObject({ check: CHECK, status: 'wrong', fixes: [{ deploy: true }] });
});

test('another project’s flow is reported by agent-connect/flow-sid only', async () => {
	const fault = await onlyFault(
		view({ version: undefined, edited: true, status: 'draft', changes: async () => ['one'] }),
	);
	expect(fault.check).toBe('agent-connect/flow-sid');
	expect(fault.fixes.some(({ deploy }) => deploy)).toBe(false);
});
