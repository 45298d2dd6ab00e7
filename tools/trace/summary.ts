/**
 * The summary that Flex shows: it asks Conversation Intelligence up to twenty times, one second apart.
 * @module
 */
import type { Twilio } from 'twilio';
import * as z from 'zod';
import { getJson } from '../../src/twilio/get-json';
import { asking } from '../account/asking';
import { SUMMARY_OPERATOR_ID } from '../account/summary-operator';
import type { TracedConversation } from './conversation';
import type { TracedTask } from './task';
import { fine, note, type TraceEntry, wrong } from './trace';
import { byTime, isoOf, secondsBetween } from './values';

/** Until then a missing summary may still come. */
const PATIENCE_S = 60;
/** How long Flex asks. */
const FLEX_ASKS_S = 20;
/** So long after the pickup a missing summary is a fault, whatever the state of the conversation is by now. */
const MISSED_AFTER_S = 600;

const page = z.object({
	items: z.array(z.looseObject({ dateCreated: z.nullish(z.string()), result: z.unknown() })),
});

export interface Summary {
	readonly createdAt: string | undefined;
	/** Of its text, which a trace must not show. */
	readonly characters: number;
}

/** The first one. @throws {HandoffError} when Twilio cannot be read */
export async function readSummary(twilio: Twilio, conversationId: string): Promise<Summary | 'missing'> {
	const query = new URLSearchParams({ conversationId, operatorId: SUMMARY_OPERATOR_ID });
	const { items } = await asking('reading the summary', async () =>
		page.parse(await getJson(twilio, `https://intelligence.twilio.com/v3/OperatorResults?${query}`)),
	);
	const all = items.map(({ dateCreated, result }): Summary => {
		const text = typeof result === 'string' ? result : JSON.stringify(result ?? '');
		return { characters: text.length, createdAt: isoOf(dateCreated) };
	});
	return all.sort((a, b) => byTime(a.createdAt, b.createdAt))[0] ?? 'missing';
}

/** @param task without one, no agent needs the summary */
export function summaryEntry(
	summary: Summary | 'missing',
	conversation: TracedConversation | undefined,
	task: TracedTask | undefined,
	now: Date,
): TraceEntry {
	if (summary !== 'missing') {
		const what = `The summary is there, ${summary.characters} characters.`;
		const late = secondsBetween(task?.acceptedAt, summary.createdAt) ?? 0;
		if (late <= FLEX_ASKS_S) return fine('Intelligence', what, summary.createdAt);
		const why = `It came ${late} s after the agent accepted; Flex asks for ${FLEX_ASKS_S} s.`;
		return note('Intelligence', `${what} ${why}`, summary.createdAt);
	}
	const sincePickup = secondsBetween(task?.acceptedAt, now.toISOString()) ?? 0;
	const isMissed = sincePickup >= MISSED_AFTER_S;
	if (conversation?.status === 'ACTIVE' && !isMissed) {
		return note('Intelligence', 'No summary: it is created when the conversation becomes inactive.');
	}
	const age = secondsBetween(conversation?.updatedAt, now.toISOString());
	if (!task || (!isMissed && age !== undefined && age < PATIENCE_S))
		return note('Intelligence', 'No summary, or not yet.');
	return wrong('Intelligence', 'No summary was created.', {
		impact: 'The agent in Flex sees no summary and has to ask the customer again.',
		advice:
			'Run npx handoff doctor. Conversation Intelligence needs two rules with the operator Summary, triggers Conversation moved to inactive and At conversation end, in an Intelligence configuration that the Orchestrator configuration names. npx handoff setup creates them; if they exist, check the account’s Conversation Intelligence for why they produced none.',
	});
}
