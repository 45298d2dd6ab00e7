/** The check studio/drift. */
import type { FlowView } from '../../../../tools/account/account-view';
import { flow, type ViewOptions } from '../../../support/account-view';
import { findings, onlyFault, useAccount } from '../engine/findings';

const CHECK = 'studio/drift';

const open = useAccount();
const view = (changed: Partial<FlowView>, project: ViewOptions['project'] = {}) =>
	open({ project: { flow: async () => ({ ...flow, ...changed }), ...project } });

test('a flow that was not edited is ok', async () => {
	expect((await findings(view({}))).get(CHECK)).toMatchObject({ status: 'ok' });
});

test('an edit in the Console is the only fault, and no deployment overwrites it', async () => {
	const fault = await onlyFault(view({ edited: true, version: '0.9.0', changes: async () => ['one'] }));
	expect(fault).toMatchObject({ check: CHECK, status: 'wrong', fixes: [] });
	expect(fault.found).toContain('revision 3');
});
