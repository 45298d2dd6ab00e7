/**
 * The summary that Flex shows: it asks Conversation Intelligence up to twenty times, a second apart.
 * @module
 */
import type { Twilio } from 'twilio';
import * as z from 'zod';
import { fromTwilio } from '../../src/twilio/errors';
import { getJson } from '../../src/twilio/get-json';
import { SUMMARY_OPERATOR_ID } from '../account/summary-operator';
import type { TracedConversation } from './conversation';
import type { TaskStory } from './task';
import { fine, note, type TraceEntry, wrong } from './trace';
import { isoOf, secondsBetween } from './values';

/** Until then a missing summary may still be in the making. */
const PATIENCE_S = 60;
/** How long Flex asks. */
const FLEX_ASKS_S = 20;

const page = z.object({
	items: z.array(z.looseObject({ dateCreated: z.nullish(z.string()), result: z.unknown() })),
});

export interface Summary {
	readonly createdAt?: string;
	/** Of its text; what it says is nobody's business here. */
	readonly characters: number;
}

/**
 * @returns the first one, or `undefined`
 * @throws {HandoffError} when Twilio cannot be read
 */
export async function readSummary(twilio: Twilio, conversationId: string): Promise<Summary | undefined> {
	try {
		const query = new URLSearchParams({ conversationId, operatorId: SUMMARY_OPERATOR_ID });
		const { items } = page.parse(
			await getJson(twilio, `https://intelligence.twilio.com/v3/OperatorResults?${query}`),
		);
		const all = items.map(({ dateCreated, result }): Summary => {
			const createdAt = isoOf(dateCreated);
			const text = typeof result === 'string' ? result : JSON.stringify(result ?? '');
			return { characters: text.length, ...(createdAt !== undefined && { createdAt }) };
		});
		return all.sort((a, b) => (a.createdAt ?? '').localeCompare(b.createdAt ?? ''))[0];
	} catch (error) {
		throw fromTwilio('looking for the summary', error);
	}
}

/** @param task without one, nobody waits for the summary */
export function summaryEntries(
	summary: Summary | undefined,
	conversation: TracedConversation | undefined,
	task: TaskStory | undefined,
	now: Date,
): TraceEntry[] {
	if (summary) {
		const late = secondsBetween(task?.acceptedAt, summary.createdAt) ?? 0;
		const what = `The summary is there, ${summary.characters} characters.`;
		if (late <= FLEX_ASKS_S) return [fine('Intelligence', what, summary.createdAt)];
		return [
			note(
				'Intelligence',
				`${what} It came ${late} s after the person accepted; Flex asks for ${FLEX_ASKS_S} s.`,
				summary.createdAt,
			),
		];
	}
	if (conversation?.status === 'ACTIVE') {
		return [note('Intelligence', 'There is no summary: it is made when the conversation becomes inactive.')];
	}
	const age = secondsBetween(conversation?.updatedAt, now.toISOString());
	if (!task || (age !== undefined && age < PATIENCE_S)) {
		return [note('Intelligence', 'There is no summary, or not yet.')];
	}
	return [
		wrong('Intelligence', 'No summary was made.', {
			impact: 'The person in Flex sees no summary and has to ask the customer again.',
			advice:
				'Run npm run doctor. Conversation Intelligence needs two rules with the operator Summary, triggers Conversation moved to inactive and At conversation end, in an Intelligence configuration that the Orchestrator configuration names. npm run setup makes them; if they are there, look at the account’s Conversation Intelligence for why they made none.',
		}),
	];
}
