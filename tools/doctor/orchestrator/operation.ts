/**
 * Writes to Conversation Orchestrator are accepted first and carried out later: this waits for them.
 * Field names: twilio-node 6.2 `rest/conversations/v2/operation.d.ts`.
 * @module
 */
import * as z from 'zod';
import { redact } from '../../../src/redact';
import { getJson } from '../../../src/twilio/get-json';
import type { Clock } from '../../../src/twilio/time-budget';
import type { AccountView } from '../../account/account-view';
import { asking } from '../../account/asking';
import { RefusedError, SetupError } from '../../account/errors';

const OPERATIONS_URL = 'https://conversations.twilio.com/v2/ControlPlane/Operations';
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 2_000;
const PATIENCE_MS = 120_000;

const text = z.nullish(z.string());
const operation = z.looseObject({
	status: z.string(),
	error: z.nullish(z.looseObject({ title: text, detail: text })),
});

/**
 * @param statusUrl where Twilio says the operation can be followed; its id alone is used, so that our credentials go
 *   nowhere else
 * @param progress told after each look that finds it under way
 * @throws {SetupError} when it failed, or is still under way after two minutes
 * @throws {HandoffError} when Twilio does not answer
 */
export async function followOperation(
	{ twilio }: AccountView,
	statusUrl: string,
	progress: (line: string) => void,
	clock: Clock,
): Promise<void> {
	const id = /\/Operations\/([0-9A-Za-z_-]+)\/?(?:[?#]|$)/.exec(statusUrl)?.[1];
	if (id === undefined) {
		throw new SetupError(
			'Twilio accepted the change without saying where to follow it. Run the command again in a minute.',
		);
	}
	const begun = clock.now();
	for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
		await clock.sleep(wait);
		const { status, error } = await look(twilio, id);
		const seconds = Math.round((clock.now() - begun) / 1000);
		if (status === 'COMPLETED') return;
		if (status === 'FAILED') {
			const reason = error?.detail || error?.title;
			throw new RefusedError(
				`Twilio did not make the change${reason ? `: ${redact(reason)}` : ' and gives no reason'} (operation ${id}).`,
			);
		}
		if (clock.now() - begun >= PATIENCE_MS) {
			throw new SetupError(
				`Twilio is still making the change after ${seconds} s (operation ${id}, ${status}). Run the command again in a minute: it goes on from what is there then.`,
			);
		}
		progress(`the change is ${status} for ${seconds} s`);
	}
}

async function look(twilio: AccountView['twilio'], id: string): Promise<z.infer<typeof operation>> {
	return asking(`asking how the change went, operation ${id}`, async () => {
		return operation.parse(await getJson(twilio, `${OPERATIONS_URL}/${id}`));
	});
}
