/** The check studio/deployed. */
import type { Emulator } from '../../../../emulator/core/emulator';
import type { FlowView } from '../../../../tools/account/account-view';
import { useEmulator } from '../../../emulator/client';
import { flow, type ViewOptions, viewOf } from '../../../support/account-view';
import { deployed, findings, onlyFault } from '../engine/findings';

const CHECK = 'studio/deployed';

let emulator: Emulator;
useEmulator((started) => {
	emulator = started;
});
const view = (changed: Partial<FlowView>, project: ViewOptions['project'] = {}) =>
	viewOf(emulator, { project: { ...deployed, flow: async () => ({ ...flow, ...changed }), ...project } });

test('a deployed flow is ok, with its name, SID and revision', async () => {
	expect((await findings(view({}))).get(CHECK)).toMatchObject({
		status: 'ok',
		found: `"AI-to-human handoff" (${flow.sid}), revision 3`,
	});
});

test('when there is no flow, a deployment fixes it', async () => {
	const fault = await onlyFault(
		viewOf(emulator, {
			environment: { TWILIO_STUDIO_HANDOFF_FLOW_SID: '' },
			project: { ...deployed, flow: async () => undefined },
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
