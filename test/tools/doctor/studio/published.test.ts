/** The check studio/published. */
import type { Emulator } from '../../../../emulator/core/emulator';
import type { FlowView } from '../../../../tools/account/account-view';
import { useEmulator } from '../../../emulator/client';
import { flow, type ViewOptions, viewOf } from '../../../support/account-view';
import { deployed, findings, onlyFault } from '../engine/findings';

const CHECK = 'studio/published';

let emulator: Emulator;
useEmulator((started) => {
	emulator = started;
});
const view = (changed: Partial<FlowView>, project: ViewOptions['project'] = {}) =>
	viewOf(emulator, { project: { ...deployed, flow: async () => ({ ...flow, ...changed }), ...project } });

test('a published revision is ok', async () => {
	expect((await findings(view({}))).get(CHECK)).toMatchObject({ status: 'ok' });
});

test('a draft is the only fault, and no deployment overwrites it', async () => {
	const fault = await onlyFault(view({ status: 'draft', edited: true, changes: async () => ['one'] }));
	expect(fault).toMatchObject({ check: CHECK, status: 'wrong', fixes: [] });
	expect(fault.found).toContain('revision 3');
});
