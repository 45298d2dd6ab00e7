/** The check agent-connect/region. */
import { region } from '../../../../tools/doctor/agent-connect/region';
import { offlineView } from '../../../support/account-view';

test.each([
	['unset', '', 'ok'],
	['us1', 'us1', 'ok'],
	['another region', 'ie1', 'wrong'],
	['not a region', 'a0c346ee3825461b70780c9046414f1a', 'wrong'],
])('when TWILIO_REGION is %s, the check has the right status, and no fix', async (_what, value, status) => {
	const observed = await region.look(offlineView({ TWILIO_REGION: value }));
	expect(observed.status).toBe(status);
	expect(observed.fixes).toBeUndefined();
});
