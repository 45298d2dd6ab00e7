/** The check studio/published. */
import type { FlowView } from '../../../../tools/account/account-view';
import { flow, type ViewOptions } from '../../../support/account-view';
import { findings, onlyFault, useAccount } from '../engine/findings';

const CHECK = 'studio/published';

const open = useAccount();
const view = (changed: Partial<FlowView>, project: ViewOptions['project'] = {}) =>
	open({ project: { flow: async () => ({ ...flow, ...changed }), ...project } });

test('a published revision is ok', async () => {
	expect((await findings(view({}))).get(CHECK)).toMatchObject({ status: 'ok' });
});

test('a draft is the only fault, and no deployment overwrites it', async () => {
	const fault = await onlyFault(view({ status: 'draft', edited: true, changes: async () => ['one'] }));
	expect(fault).toMatchObject({ check: CHECK, status: 'wrong', fixes: [] });
	expect(fault.found).toContain('revision 3');
});
