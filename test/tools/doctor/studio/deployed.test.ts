/** The check studio/deployed. */
import { flow } from '../../../support/account-view';
import { useAccount } from '../../../support/emulated-account';

const CHECK = 'studio/deployed';

const account = useAccount();

test('a deployed flow is ok, with its name, SID and revision', async () => {
	expect(await account.finding(CHECK)).toMatchObject({
		status: 'ok',
		found: `"AI-to-human handoff" (${flow.sid}), revision 3`,
	});
});

test('when no flow is live, studio/deployed is the only fault, and a deployment fixes it', async () => {
	account.options = {
		environment: { TWILIO_STUDIO_HANDOFF_FLOW_SID: '' },
		project: { flow: async () => undefined },
	};
	expect(await account.onlyWrong(CHECK)).toMatchObject({ fixes: [{ deploy: true }] });
});

test('another project’s flow is reported by agent-connect/flow-sid only', async () => {
	account.setFlow({ version: undefined, edited: true, status: 'draft', changes: async () => ['one'] });
	const { fixes } = await account.onlyWrong('agent-connect/flow-sid');
	expect(fixes.some(({ deploy }) => deploy)).toBe(false);
});
