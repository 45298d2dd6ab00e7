/** The check studio/version. */
import type { FlowView } from '../../../../tools/account/account-view';
import { flow, type ViewOptions } from '../../../support/account-view';
import { findings, onlyFault, useAccount } from '../engine/findings';

const CHECK = 'studio/version';

const open = useAccount();
const view = (changed: Partial<FlowView>, project: ViewOptions['project'] = {}) =>
	open({ project: { flow: async () => ({ ...flow, ...changed }), ...project } });

test('a flow as in this folder is ok', async () => {
	expect((await findings(view({}))).get(CHECK)).toMatchObject({
		status: 'ok',
		found: expect.stringContaining('1.0.0'),
	});
});

test('an earlier version is the only fault, and a deployment fixes it', async () => {
	const fault = await onlyFault(view({ version: '0.9.0' }));
	expect(fault).toMatchObject({ check: CHECK, status: 'wrong', fixes: [{ deploy: true }] });
	expect(fault.found).toMatch(/0\.9\.0.*1\.0\.0/);
});

test('other settings in the same version are the only fault; three changes are shown and the others counted', async () => {
	const fault = await onlyFault(view({ changes: async () => ['one', 'two', 'three', 'four'] }));
	expect(fault).toMatchObject({ check: CHECK, status: 'wrong', fixes: [{ deploy: true }] });
	expect(fault.found).toMatch(/one; two; three; and 1 more$/);
});

test('a newer version, or one that a rollback went back to, is the only fault, and no deployment replaces it', async () => {
	const older = 'version 2.0.0 is live, but this folder has the older version 1.0.0';
	const fault = await onlyFault(view({ version: '2.0.0', older }));
	expect(fault).toMatchObject({ check: CHECK, status: 'wrong', fixes: [], found: older });
});

test('a flow that can’t be compared is skipped', async () => {
	const found = await findings(view({ changes: async () => undefined }));
	expect(found.get(CHECK)).toMatchObject({ status: 'skipped' });
});

test('without deployed Functions the flow is skipped, and only functions/deployed is wrong', async () => {
	const account = view({ changes: async () => ['their address'] }, { deployment: async () => undefined });
	expect(await onlyFault(account)).toMatchObject({ check: 'functions/deployed' });
	expect((await findings(account)).get(CHECK)).toMatchObject({ status: 'skipped' });
});

test('when the Functions can’t be read, the flow is compared all the same', async () => {
	const account = view({}, { deployment: () => Promise.reject(new Error('Twilio answered 500.')) });
	expect((await findings(account)).get(CHECK)).toMatchObject({ status: 'ok' });
});
