/**
 * Which Studio flow the virtual agent hands off to.
 * @module
 */
import type { AccountView, FlowView } from '../../account/account-view';
import { isMalformed } from '../../account/env/settings';
import { FlowChoiceError } from '../../account/errors';
import { named } from '../../account/format';
import { FLOW_SETTING, readFlow } from '../../account/studio/flow';
import { type Check, type Observation, ok, skipped, wrong } from '../engine/check';
import { setInEnv } from '../engine/env-fix';
import type { Fix } from '../engine/fix';

export const flowSid: Check = {
	name: 'flow-sid',
	title: 'Handoff flow SID',
	expected: `${FLOW_SETTING} is this project’s flow`,
	impact:
		'Handoffs go to another flow, or to none. Customers who ask for a human agent may not reach one, and calls that ended without a handoff may create tasks in Flex.',
	advice: `Set ${FLOW_SETTING} in .env to the flow that npx handoff deploy created; if it is empty, npx handoff deploy fills it in.`,
	look: async (account) => {
		const set = account.settings[FLOW_SETTING];
		if (isMalformed(account.settings, FLOW_SETTING)) return skipped('malformed; see agent-connect/settings');
		const reading = await readFlow(account);
		if ('notFound' in reading) {
			return set === undefined ? severalFlows(reading.notFound) : flowNotFound(account, set);
		}
		const { flow } = reading;
		if (!flow) return skipped('not set, and the flow isn’t deployed yet; see studio/deployed');
		if (flow.version === undefined) return notOurs(account, flow);
		if (set !== undefined) return ok(named(flow.name, flow.sid));
		return wrong(`not set, but this project’s flow is ${named(flow.name, flow.sid)}`, {
			impact: 'The virtual agent can’t hand off, so customers who ask for a human agent don’t reach one.',
			fixes: [setInEnv(account, FLOW_SETTING, flow.sid)],
		});
	},
};

async function notOurs(account: AccountView, { sid, name, others }: FlowView): Promise<Observation> {
	const [other, ...more] = others;
	const found = `${named(name, sid)} isn’t this project’s flow`;
	if (other !== undefined && more.length === 0) {
		return wrong(`${found}; ${other} is`, { fixes: [setInEnv(account, FLOW_SETTING, other)] });
	}
	if (other !== undefined) return wrong(`${found}; these are: ${others.join(', ')}`);
	if (account.settings[FLOW_SETTING] === undefined) {
		return wrong(`not set, and ${found}, although it has its name`, {
			advice:
				'Rename that flow in Studio, then run npx handoff deploy. Or replace it: npx handoff deploy --force.',
		});
	}
	const inTheWay = await flowByName(account);
	if (inTheWay instanceof FlowChoiceError) return severalFlows(inTheWay);
	const none = `${found}, and the account has no flow of this project`;
	if (inTheWay) return wrong(none, { advice: rename(inTheWay) });
	return wrong(none, {
		advice: `Empty ${FLOW_SETTING} in .env, then run npx handoff deploy. It creates a new flow and leaves that one unchanged. To keep your edits, run npx handoff flow pull first.`,
		fixes: [createFlow(account, `; ${sid} isn’t changed`)],
	});
}

/** Sets the project's own flow if there is one; else a deployment creates it. */
async function flowNotFound(account: AccountView, set: string): Promise<Observation> {
	const there = await flowByName(account);
	if (there instanceof FlowChoiceError) return severalFlows(there);
	const impact =
		'Every handoff fails: customers who ask for a human agent stay with the virtual agent, and calls end.';
	const found = `flow ${set} not found`;
	if (there?.version !== undefined) {
		return wrong(`${found}; this project’s flow is ${named(there.name, there.sid)}`, {
			impact,
			fixes: [setInEnv(account, FLOW_SETTING, there.sid)],
		});
	}
	return wrong(found, {
		impact,
		...(there ? { advice: rename(there) } : { fixes: [createFlow(account)] }),
	});
}

/** @returns the error when several flows have the name */
function flowByName({ project }: AccountView): Promise<FlowView | FlowChoiceError | undefined> {
	return project.flowByName().catch((error: unknown) => {
		if (error instanceof FlowChoiceError) return error;
		throw error;
	});
}

/** One fix: if the setting were emptied before a deployment that is declined or fails, the agent would have no flow. */
function createFlow(account: AccountView, note = ''): Fix {
	return {
		stage: 'deploy',
		title: `Create this project’s flow (npx handoff deploy)${note}`,
		edits: setInEnv(account, FLOW_SETTING, '').edits,
		deploy: true,
	};
}

/** Without the setting, a deployment takes the flow of this name for this project's, and refuses to overwrite it. */
function rename({ name, sid }: FlowView): string {
	return `Rename the flow ${named(name, sid)} in Studio and empty ${FLOW_SETTING} in .env, then run npx handoff deploy, which creates a new flow.`;
}

function severalFlows({ message }: FlowChoiceError): Observation {
	return wrong(message, { advice: `Set ${FLOW_SETTING} in .env to the flow in use.` });
}
