/**
 * The flow in the account: read, validated, published, and what it was before.
 * @module
 */
import type { Twilio } from 'twilio';
import { z } from 'zod';
import { HandoffError } from '../../src/http/errors';
import { isRecord } from '../../src/json';
import { fromTwilio, statusOf } from '../../src/twilio/errors';
import { getJson } from '../../src/twilio/get-json';
import { type FlowDefinition, isFlowDefinition } from '../../studio/definition';
import { RESUME_CONVERSATION } from '../../studio/resume-conversation';
import { RefusedError, SetupError } from './errors';

/** A flow as it runs now, or as it was at one revision. */
export interface LiveFlow {
	readonly sid: string;
	readonly friendlyName: string;
	readonly revision: number;
	readonly status: string;
	readonly commitMessage: string;
	readonly definition: FlowDefinition;
	readonly dateUpdated: string;
}

/** The name of a new flow, by which it is found when no SID is set. */
export const FLOW_NAME = 'AI-to-human handoff';

const resource = z.object({
	sid: z.string(),
	friendly_name: z.string(),
	revision: z.number(),
	status: z.string(),
	commit_message: z.nullish(z.string()),
	// Whole: a rollback or a pull must not lose what the Console added and our schema does not have.
	definition: z.custom<FlowDefinition>(isFlowDefinition, 'is no flow definition'),
	date_updated: z.nullish(z.string()),
	date_created: z.string(),
});

/** Twilio refuses to run this flow. */
class FlowRefusedError extends RefusedError {}

/**
 * The flow of this project in the account, by its SID or else by its name.
 * @param flowSid TWILIO_STUDIO_HANDOFF_FLOW_SID, when it is set
 * @returns `undefined` when there is none yet
 * @throws {HandoffError} when the SID is not found, several flows have the name, or Twilio fails
 */
export async function findLiveFlow(
	twilio: Twilio,
	flowSid: string | undefined,
): Promise<LiveFlow | undefined> {
	if (flowSid !== undefined) {
		try {
			return toLiveFlow(await get(twilio, `/Flows/${flowSid}`));
		} catch (error) {
			if (statusOf(error) !== 404) throw fromTwilio('reading the flow', error);
			const message = `Flow ${flowSid} not found in the account. Set TWILIO_STUDIO_HANDOFF_FLOW_SID to the flow to update, or remove it to create a new one.`;
			throw new HandoffError(404, 'misconfigured', message, { field: 'TWILIO_STUDIO_HANDOFF_FLOW_SID' });
		}
	}
	const flows = await twilio.studio.v2.flows.list().catch((error: unknown) => {
		throw fromTwilio('listing the flows', error);
	});
	const named = flows.filter(({ friendlyName }) => friendlyName === FLOW_NAME);
	const [only, ...others] = named;
	if (others.length > 0) {
		const sids = named.map(({ sid }) => sid).join(', ');
		const message = `${named.length} flows are named "${FLOW_NAME}" (${sids}). Set TWILIO_STUDIO_HANDOFF_FLOW_SID to the one to update.`;
		throw new HandoffError(409, 'misconfigured', message, { field: 'TWILIO_STUDIO_HANDOFF_FLOW_SID' });
	}
	return only && findLiveFlow(twilio, only.sid);
}

/**
 * Every revision of a flow, newest first. Not `.revisions.list()`: in twilio-node 6.2 it always throws (its
 * page creates each revision without the flow's path).
 * @throws {HandoffError} when Twilio fails
 */
export async function listRevisions(
	twilio: Twilio,
	flowSid: string,
): Promise<Omit<LiveFlow, 'definition'>[]> {
	const revisions: Omit<LiveFlow, 'definition'>[] = [];
	let next: string | undefined = `/Flows/${flowSid}/Revisions?PageSize=50`;
	try {
		while (next !== undefined) {
			const page = revisionPage.parse(await get(twilio, next));
			revisions.push(...page.revisions.map(toRevision));
			next = page.meta.next_page_url ?? undefined;
		}
	} catch (error) {
		throw fromTwilio('listing the revisions', error);
	}
	return revisions.sort((a, b) => b.revision - a.revision);
}

/**
 * One revision with its definition.
 * @throws {SetupError} when it is not found
 * @throws {HandoffError} when Twilio fails
 */
export async function readRevision(twilio: Twilio, flowSid: string, revision: number): Promise<LiveFlow> {
	try {
		return toLiveFlow(await get(twilio, `/Flows/${flowSid}/Revisions/${revision}`));
	} catch (error) {
		if (statusOf(error) === 404) throw new SetupError(`Revision ${revision} of flow ${flowSid} not found.`);
		throw fromTwilio('reading the revision', error);
	}
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
 * Publishes a definition: a new revision of the flow, or a new flow.
 * @returns the flow as it runs now
 * @throws {FlowRefusedError} when Twilio refuses it; what ran before still runs
 */
export async function publishFlow(
	twilio: Twilio,
	flowSid: string | undefined,
	definition: FlowDefinition,
	commitMessage: string,
): Promise<LiveFlow> {
	const published = { status: 'published', definition, commitMessage } as const;
	const write =
		flowSid === undefined
			? twilio.studio.v2.flows.create({ friendlyName: FLOW_NAME, ...published })
			: twilio.studio.v2.flows(flowSid).update(published);
	const { sid } = await write.catch((error: unknown) => {
		throw refusal(error, 'publishing the flow');
	});
	try {
		return toLiveFlow(await get(twilio, `/Flows/${sid}`));
	} catch (error) {
		throw fromTwilio('reading back the flow', error).adding(`Flow ${sid} was published nevertheless.`);
	}
}

const revisionResource = resource.omit({ definition: true });
const revisionPage = z.object({
	meta: z.object({ next_page_url: z.nullish(z.string()) }),
	revisions: z.array(revisionResource),
});

function get(twilio: Twilio, pathOrUrl: string): Promise<unknown> {
	const uri = pathOrUrl.startsWith('/') ? `https://studio.twilio.com/v2${pathOrUrl}` : pathOrUrl;
	return getJson(twilio, uri);
}

function toRevision(flow: z.infer<typeof revisionResource>): Omit<LiveFlow, 'definition'> {
	return {
		sid: flow.sid,
		friendlyName: flow.friendly_name,
		revision: flow.revision,
		status: flow.status,
		commitMessage: flow.commit_message ?? '',
		dateUpdated: flow.date_updated ?? flow.date_created,
	};
}

function toLiveFlow(body: unknown): LiveFlow {
	const flow = resource.parse(body);
	return { ...toRevision(flow), definition: flow.definition };
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
		? ' This is about the Resume Conversation widget, whose definition Twilio does not document: create a flow from the Console template "Twilio Agent Connect - Agent Handoff" and run `npx handoff flow learn FW…` with its SID.'
		: '';
	return new FlowRefusedError(`Twilio refused the flow (${doing}): ${reason}.${advice}`, { cause: error });
}
