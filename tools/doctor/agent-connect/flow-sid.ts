/**
 * Which Studio flow the agent hands over to.
 * @module
 */
import { HandoffError } from '../../../src/http/errors';
import type { AccountView, FlowView } from '../../account/account-view';
import { FLOW_SETTING, readFlow } from '../../account/flow';
import { named } from '../../account/format';
import { type Check, type Observation, ok, skipped, wrong } from '../engine/check';
import { setInEnv } from '../engine/env-fix';
import type { Fix } from '../engine/fix';
import { isMalformed } from './settings';

export const flowSid: Check = {
	name: 'flow-sid',
	title: 'The flow the agent hands over to',
	expected: `${FLOW_SETTING} is this project’s flow`,
	impact:
		'The agent hands customers over to another flow, or to none: who asks for a person may wait in vain, and calls that merely ended may ring in Flex.',
	advice: `Set ${FLOW_SETTING} in .env to the flow that npm run deploy made; left empty, npm run deploy fills it in.`,
	look: async (account) => {
		if (isMalformed(account.settings, FLOW_SETTING)) return skipped('malformed: see agent-connect/settings');
		const set = account.settings[FLOW_SETTING];
		const reading = await readFlow(account);
		if ('astray' in reading)
			return set === undefined ? severalFlows(reading.astray) : noSuchFlow(account, set);
		const { flow } = reading;
		if (!flow) return skipped('not set, and there is no flow yet: see studio/deployed');
		if (flow.version === undefined) return notOurs(account, flow);
		if (set !== undefined) return ok(named(flow.name, flow.sid));
		return wrong(`not set, and this project’s flow is ${named(flow.name, flow.sid)}`, {
			impact: 'The agent has no handoff: customers who ask for a person stay with it.',
			fixes: [setInEnv(account, FLOW_SETTING, flow.sid)],
		});
	},
};

async function notOurs(account: AccountView, { sid, name, others }: FlowView): Promise<Observation> {
	const set = account.settings[FLOW_SETTING];
	const [other, ...more] = others;
	const is = named(name, sid);
	if (other !== undefined && more.length === 0) {
		return wrong(`${is} is not this project’s flow; ${other} is`, {
			fixes: [setInEnv(account, FLOW_SETTING, other)],
		});
	}
	if (other !== undefined) {
		return wrong(`${is} is not this project’s flow; those are: ${others.join(', ')}`);
	}
	if (set === undefined) {
		return wrong(`not set, and ${is} has the name of this project’s flow, but is another`, {
			advice: `Give that flow another name in Studio, then npm run deploy; or let npm run deploy -- --force replace what is in it.`,
		});
	}
	const found = `${is} is not this project’s flow, and the account has none of this project’s`;
	const inTheWay = await flowByName(account);
	if (inTheWay instanceof HandoffError) return severalFlows(inTheWay);
	if (inTheWay) return wrong(found, { advice: rename(inTheWay) });
	return wrong(found, {
		advice: `Empty ${FLOW_SETTING} in .env, then npm run deploy: it makes a flow of its own and leaves that one alone. To keep an edit of yours: npm run flow -- pull first.`,
		fixes: [makeFlow(account, `; ${sid} is left as it is`)],
	});
}

/** The one of ours, if there is one by its name; else a deployment makes one. */
async function noSuchFlow(account: AccountView, set: string): Promise<Observation> {
	const there = await flowByName(account);
	if (there instanceof HandoffError) return severalFlows(there);
	const impact = 'Every handoff fails: customers who ask for a person stay with the agent, and calls end.';
	const found = `the account has no flow ${set}`;
	if (there?.version !== undefined) {
		return wrong(`${found}; this project’s is ${named(there.name, there.sid)}`, {
			impact,
			fixes: [setInEnv(account, FLOW_SETTING, there.sid)],
		});
	}
	return wrong(found, {
		impact,
		...(there ? { advice: rename(there) } : { fixes: [makeFlow(account)] }),
	});
}

/** @returns the error that several flows have the name */
function flowByName({ project }: AccountView): Promise<FlowView | HandoffError | undefined> {
	return project.flowByName().catch((error: unknown) => {
		if (error instanceof HandoffError && error.field === FLOW_SETTING) return error;
		throw error;
	});
}

/**
 * One change: were the setting emptied before, a deployment that is declined or fails would leave the agent without
 * any flow.
 */
function makeFlow(account: AccountView, andTheOther = ''): Fix {
	return {
		stage: 'deploy',
		title: `Make a flow of this project (npm run deploy)${andTheOther}`,
		edits: setInEnv(account, FLOW_SETTING, '').edits,
		deploy: true,
	};
}

/** Without the setting, a deployment takes the flow of this name for ours, and does not overwrite it. */
function rename({ name, sid }: FlowView): string {
	return `Give the flow ${named(name, sid)} another name in Studio and empty ${FLOW_SETTING} in .env, then npm run deploy, which makes a flow of its own.`;
}

function severalFlows({ message }: HandoffError): Observation {
	return wrong(message, { advice: `Set ${FLOW_SETTING} in .env to the one that is in use.` });
}
