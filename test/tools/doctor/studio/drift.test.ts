/** The check studio/drift. */
import type { Emulator } from '../../../../emulator/core/emulator';
import type { FlowView } from '../../../../tools/account/account-view';
import { useEmulator } from '../../../emulator/client';
import { flow, type ViewOptions, viewOf } from '../../../support/account-view';
import { deployed, findings, onlyFault } from '../engine/findings';

const CHECK = 'studio/drift';

let emulator: Emulator;
useEmulator((started) => {
	emulator = started;
});
const view = (changed: Partial<FlowView>, project: ViewOptions['project'] = {}) =>
	viewOf(emulator, { project: { ...deployed, flow: async () => ({ ...flow, ...changed }), ...project } });

test('a flow that was not edited is ok', async () => {
	expect((await findings(view({}))).get(CHECK)).toMatchObject({ status: 'ok' });
});

test('an edit in the Console is the only fault, and no deployment overwrites it', async () => {
	const fault = await onlyFault(view({ edited: true, version: '0.9.0', changes: async () => ['one'] }));
	expect(fault).toMatchObject({ check: CHECK, status: 'wrong', fixes: [] });
	expect(fault.found).toContain('revision 3');
});
