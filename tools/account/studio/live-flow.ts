/**
 * The flow in the account: read, validated, published, and what it was before.
 * @module
 */
import type { Twilio } from 'twilio';
import { z } from 'zod';
import { HandoffError } from '../../../src/http/errors';
import { isRecord } from '../../../src/json';
import { fromTwilio, statusOf } from '../../../src/twilio/errors';
import { getJson } from '../../../src/twilio/get-json';
import { type AnyFlow, type FlowDefinition, isAnyFlow } from '../../../studio/definition';
import { placeOf } from '../../../studio/place';
import { RESUME_CONVERSATION } from '../../../studio/resume-conversation';
import { checkStructure } from '../../../studio/validate/structure';
import { readStamp } from '../../../studio/version';
import { asking, askingFor } from '../asking';
import type { Deployment } from '../deployed';
import { FlowChoiceError, RefusedError, SetupError } from '../errors';
import { ENVIRONMENT } from '../project';
import { FLOW_SETTING } from './flow';

/** A flow as it runs now, or as it was at one revision. */
export interface LiveFlow {
	readonly sid: string;
	readonly friendlyName: string;
	readonly revision: number;
	readonly status: string;
	readonly commitMessage: string;
	/** Complete: a rollback or a pull must not lose what the Console added and our schema lacks. */
	readonly definition: AnyFlow;
	readonly dateUpdated: string;
}
type Revision = Omit<LiveFlow, 'definition'>;

/** The name of a new flow, by which it is found when no SID is set. */
export const FLOW_NAME = 'AI-to-human handoff';

/** The same of an environment. @example flowNameOf('staging') // 'AI-to-human handoff (staging)' */
export function flowNameOf(environment: string): string {
	return environment === ENVIRONMENT ? FLOW_NAME : `${FLOW_NAME} (${environment})`;
}

const revisionResource = z.object({
	sid: z.string(),
	friendly_name: z.string(),
	revision: z.number(),
	status: z.string(),
	commit_message: z.nullish(z.string()),
	date_updated: z.nullish(z.string()),
	date_created: z.string(),
});
const revisionPage = z.object({
	meta: z.object({ next_page_url: z.nullish(z.string()) }),
	revisions: z.array(revisionResource),
});
const resource = revisionResource.extend({ definition: z.unknown() });

/** Twilio refuses to run this flow. */
class FlowRefusedError extends RefusedError {}

/**
 * The flow of this project in the account: by its SID; else the one that the live Functions use, even if it was renamed;
 * else by its name, or by the stamp of a deployment.
 * @param flowSid TWILIO_STUDIO_HANDOFF_FLOW_SID, when it is set
 * @param readFunctions what is deployed; called when no SID is set
 * @param name that of the environment's flow
 * @returns `undefined` when there is none yet
 * @throws {FlowChoiceError} when the SID is not found, or several flows have the name
 * @throws {SetupError} when it is not a flow definition
 * @throws {HandoffError} when Twilio fails
 */
export async function findLiveFlow(
	twilio: Twilio,
	flowSid: string | undefined,
	readFunctions: () => Promise<Pick<Deployment, 'variables'> | undefined> = async () => undefined,
	name = FLOW_NAME,
): Promise<LiveFlow | undefined> {
	if (flowSid !== undefined) {
		const flow = await readFlow(twilio, flowSid);
		if (flow) return flow;
		throw new FlowChoiceError(
			`Flow ${flowSid} not found. Set ${FLOW_SETTING} to an existing flow, or remove it to create a new one.`,
		);
	}
	const listing = listOurFlows(twilio, name);
	// It may not be needed.
	listing.catch(() => {});
	// Without the Functions the flow can still be found.
	const functions = await readFunctions().catch(() => undefined);
	const known = await readFlow(twilio, functions?.variables[FLOW_SETTING]);
	if (known && (await deployedVersion(twilio, known)) !== undefined) return known;
	const ours = await listing;
	const named = ours.filter(({ friendlyName }) => friendlyName === name);
	const [only, ...others] = named.length > 0 ? named : ours;
	if (others.length > 0) {
		const sids = [only, ...others].map((flow) => flow?.sid).join(', ');
		const what = named.length > 0 ? `are named "${name}"` : 'were deployed by this project';
		throw new FlowChoiceError(
			`${others.length + 1} flows ${what} (${sids}). Set ${FLOW_SETTING} to the one to update.`,
		);
	}
	return readFlow(twilio, only?.sid);
}

/**
 * Flows that were deployed from here carry our stamp in their commit message, and our name unless renamed. A renamed one
 * may be any environment's; it counts as the default environment's.
 * @param name that of the environment's flow
 * @throws {HandoffError} when Twilio fails
 */
export async function listOurFlows(twilio: Twilio, name = FLOW_NAME) {
	const flows = await asking('listing the flows', () => twilio.studio.v2.flows.list());
	return flows.filter(
		({ friendlyName, commitMessage }) =>
			friendlyName === name ||
			(name === FLOW_NAME &&
				!friendlyName.startsWith(`${FLOW_NAME} (`) &&
				readStamp(commitMessage) !== undefined),
	);
}

/**
 * The version in a flow's description. An edit of the description takes it out; the commit messages of earlier revisions
 * still have one.
 * @returns `undefined` for a flow that this project never deployed
 * @throws {HandoffError} when Twilio fails
 */
export async function deployedVersion(
	twilio: Twilio,
	{ sid, definition }: LiveFlow,
): Promise<string | undefined> {
	const stamp = readStamp(definition.description);
	if (stamp) return stamp.version;
	const revisions = await listRevisions(twilio, sid);
	return revisions.map(({ commitMessage }) => readStamp(commitMessage)).find((each) => each)?.version;
}

/**
 * Every revision of a flow, newest first. Not `.revisions.list()`: in twilio-node 6.2 it always throws (its
 * page creates each revision without the flow's path).
 * @throws {HandoffError} when Twilio fails
 */
export async function listRevisions(twilio: Twilio, flowSid: string): Promise<Revision[]> {
	const revisions: Revision[] = [];
	await asking('listing the revisions', async () => {
		let next: string | undefined = `${FLOWS}/${flowSid}/Revisions?PageSize=50`;
		while (next !== undefined) {
			const page = revisionPage.parse(await getJson(twilio, next));
			revisions.push(...page.revisions.map(toRevision));
			next = page.meta.next_page_url ?? undefined;
		}
	});
	return revisions.sort((a, b) => b.revision - a.revision);
}

/**
 * One revision with its definition.
 * @throws {SetupError} when it is not found, or is not a flow definition
 * @throws {HandoffError} when Twilio fails
 */
export async function readRevision(twilio: Twilio, flowSid: string, revision: number): Promise<LiveFlow> {
	const found = await read(twilio, `${FLOWS}/${flowSid}/Revisions/${revision}`, 'reading the revision');
	if (found) return found;
	throw new SetupError(`Revision ${revision} of flow ${flowSid} not found.`);
}

/**
 * Has Twilio validate a definition. Changes nothing.
 * @throws {FlowRefusedError} with what Twilio found
 */
export async function validateWithTwilio(twilio: Twilio, definition: FlowDefinition): Promise<void> {
	try {
		await twilio.studio.v2.flowValidate.update({ friendlyName: FLOW_NAME, status: 'published', definition });
	} catch (error) {
		throw refusal(error, 'validating the flow');
	}
}

/**
 * Publishes a definition, or saves it as a draft, next to the one that runs: a new revision of the flow, or a new flow.
 * @param flow its SID, or the name of a new one
 * @returns the flow as it is now
 * @throws {FlowRefusedError} when Twilio rejects it; what ran before still runs
 */
export async function publishFlow(
	twilio: Twilio,
	flow: { readonly sid: string } | { readonly name: string },
	definition: AnyFlow,
	commitMessage: string,
	status: 'published' | 'draft' = 'published',
): Promise<LiveFlow> {
	const revision = { status, definition, commitMessage };
	const write =
		'name' in flow
			? twilio.studio.v2.flows.create({ friendlyName: flow.name, ...revision })
			: twilio.studio.v2.flows(flow.sid).update(revision);
	const { sid } = await write.catch((error: unknown) => {
		throw refusal(error, 'publishing the flow');
	});
	const there = await read(twilio, `${FLOWS}/${sid}`, 'reading back the flow').catch((error: unknown) => {
		throw error instanceof HandoffError ? error.adding(`Flow ${sid} was still published.`) : error;
	});
	if (there) return there;
	throw new SetupError(`Flow ${sid} was published but could not be read back.`);
}

const FLOWS = 'https://studio.twilio.com/v2/Flows';

/** @returns `undefined` when it is not found, or not a SID */
async function readFlow(twilio: Twilio, sid = ''): Promise<LiveFlow | undefined> {
	return /^FW[0-9a-f]{32}$/i.test(sid) ? read(twilio, `${FLOWS}/${sid}`, 'reading the flow') : undefined;
}

async function read(twilio: Twilio, url: string, doing: string): Promise<LiveFlow | undefined> {
	const flow = await askingFor(doing, async () => resource.parse(await getJson(twilio, url)));
	if (!flow) return undefined;
	const { definition } = flow;
	if (isAnyFlow(definition)) return { ...toRevision(flow), definition };
	throw new SetupError(
		`Revision ${flow.revision} of flow ${flow.sid} has an unexpected definition: ${schemaProblems(definition).join('; ')}. Fix it in Studio, or set ${FLOW_SETTING} to another flow.`,
	);
}

/** How a definition differs from the schema of this project's flows, in words; empty when it doesn't. */
export function schemaProblems(definition: unknown): string[] {
	return checkStructure(definition).faults.map(
		({ path, message }) => `${placeOf(definition, path) || 'definition'}: ${message}`,
	);
}

function toRevision(flow: z.infer<typeof revisionResource>): Revision {
	return {
		sid: flow.sid,
		friendlyName: flow.friendly_name,
		revision: flow.revision,
		status: flow.status,
		commitMessage: flow.commit_message ?? '',
		dateUpdated: flow.date_updated ?? flow.date_created,
	};
}

/** Twilio lists what is wrong with a definition under `details.errors`, each with the path to it. */
function refusal(error: unknown, doing: string): HandoffError | FlowRefusedError {
	const status = statusOf(error);
	if (status !== 400 && status !== 422) {
		return fromTwilio(doing, error).adding(
			'Run `npx handoff flow history` to see what is live, then run the command again.',
		);
	}
	const details = isRecord(error) ? error.details : undefined;
	const errors = isRecord(details) && Array.isArray(details.errors) ? details.errors : [];
	const found = errors.map((each: unknown) =>
		isRecord(each)
			? [each.property_path ?? each.path, each.message].filter(Boolean).join(': ')
			: String(each),
	);
	const reason = found.length > 0 ? found.join('; ') : error instanceof Error ? error.message : '';
	const aboutResume = new RegExp(`resume|${RESUME_CONVERSATION.type}`, 'i').test(
		JSON.stringify(details ?? '') + reason,
	);
	const advice = aboutResume
		? ' This concerns the Resume Conversation widget, which Twilio doesn’t document. Create a flow from the Console template "Twilio Agent Connect - Agent Handoff" and run `npx handoff flow learn FW…` with its SID.'
		: '';
	return new FlowRefusedError(`Twilio rejected the flow (${doing}): ${reason}.${advice}`, { cause: error });
}
