/**
 * Another flow ran than the one that `.env` names: the agent's server and the deployed Functions have settings of their
 * own.
 * @module
 */
import type { AccountView } from '../account/account-view';
import { FLOW_SETTING, flowInWords } from '../account/flow';
import type { Execution } from './execution';
import type { OwnFlow } from './find-flow';
import { note, type TraceEntry } from './trace';

/** Nothing where it is the flow that is meant, or where that cannot be told. */
export async function readFlowNote(
	account: AccountView,
	own: OwnFlow,
	execution: Execution | undefined,
): Promise<TraceEntry[]> {
	if (!execution || execution.flowSid === own.sid || own.status === 'unreadable') return [];
	const which = await flowInWords(account, execution.flowSid);
	const isSet = account.settings[FLOW_SETTING] !== undefined;
	return [note('Studio', `It was ${which} that ran. ${meant(own, isSet)}`, execution.startedAt)];
}

function meant({ sid, status }: OwnFlow, isSet: boolean): string {
	if (status === 'malformed') return `${FLOW_SETTING} in this .env is malformed.`;
	if (sid === undefined) return 'This .env names none.';
	if (!isSet) return `This .env names none, and the flow of this project’s name is ${sid}.`;
	return `This .env names ${sid}: the virtual agent’s server or the Functions are set to another flow.`;
}
