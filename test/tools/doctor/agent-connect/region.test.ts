/** The check agent-connect/region. */
import { region } from '../../../../tools/doctor/agent-connect/region';
import { offlineView } from '../../../support/account-view';

test.each([
	['unset', '', 'ok'],
	['us1', 'us1', 'ok'],
	['another region', 'ie1', 'wrong'],
	['not a region', 'a0c346ee3825461b70780c9046414f1a', 'wrong'],
])(
	'TWILIO_REGION that is %s: agent-connect/region is (expected status in the name), without a fix',
	async (_what, value, status) => {
		const observed = await region.look(offlineView({ TWILIO_REGION: value }));
		expect(observed.status).toBe(status);
		expect(observed.fixes).toBeUndefined();
	},
);
