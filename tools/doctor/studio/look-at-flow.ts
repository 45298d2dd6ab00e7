/**
 * What the checks of the flow share.
 * @module
 */
import type { AccountView, FlowView } from '../../account/account-view';
import { isMalformed } from '../../account/env/settings';
import { FLOW_SETTING, readFlow } from '../../account/studio/flow';
import { type Observation, skipped } from '../engine/check';

/** Looks at the flow if there is one and it is this project's. If not, other checks report it. */
export async function lookAtFlow(
	account: AccountView,
	look: (flow: FlowView) => Observation | Promise<Observation>,
): Promise<Observation> {
	if (isMalformed(account.settings, FLOW_SETTING)) {
		return skipped(`${FLOW_SETTING} is malformed; see agent-connect/settings`);
	}
	const reading = await readFlow(account);
	if ('notFound' in reading) return skipped(OTHER_FLOW);
	if (!reading.flow) return skipped('the flow isn’t deployed yet; see studio/deployed');
	return reading.flow.version === undefined ? skipped(OTHER_FLOW) : look(reading.flow);
}

const OTHER_FLOW = `${FLOW_SETTING} isn’t this project’s flow; see agent-connect/flow-sid`;

/** A draft is an edit too, and `studio/published` reports it. */
export const DRAFT = skipped('the last revision is a draft; see studio/published');
