/**
 * Waits for writes to Conversation Orchestrator, which are accepted first and carried out later.
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
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 2_000;
const LONGEST_MS = 120_000;

const text = z.nullish(z.string());
const operation = z.looseObject({
	status: z.string(),
	error: z.nullish(z.looseObject({ title: text, detail: text })),
});

/**
 * @param statusUrl where Twilio says the operation can be followed; only its id is used, so that our credentials are
 *   sent to no other host
 * @param progress receives a line after each look that finds it in progress
 * @throws {SetupError} when it failed, or is still in progress after two minutes
 * @throws {HandoffError} when Twilio does not respond
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
			'Twilio accepted the change but didn’t return an operation to follow. Run the command again in a minute.',
		);
	}
	const start = clock.now();
	for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
		await clock.sleep(wait);
		const { status, error } = await look(twilio, id);
		const seconds = Math.round((clock.now() - start) / 1000);
		if (status === 'COMPLETED') return;
		if (status === 'FAILED') {
			const reason = error?.detail || error?.title;
			throw new RefusedError(
				`Twilio didn’t apply the change${reason ? `: ${redact(reason)}` : ' and gave no reason'} (operation ${id}).`,
			);
		}
		if (clock.now() - start >= LONGEST_MS) {
			throw new SetupError(
				`Twilio is still applying the change after ${seconds} s (operation ${id}, ${status}). Run the command again in a minute to continue.`,
			);
		}
		progress(`the change has been ${status} for ${seconds} s`);
	}
}

async function look(twilio: AccountView['twilio'], id: string): Promise<z.infer<typeof operation>> {
	return asking(`reading the operation ${id}`, async () => {
		return operation.parse(await getJson(twilio, `${OPERATIONS_URL}/${id}`));
	});
}
