/**
 * What the Flex UI requests when an agent opens a task.
 * @module
 */
import { isRecord } from '../../studio/json';
import type { Emulator } from '../core/emulator';
import { toRequest } from '../core/proxy';
import type { Task } from '../core/world';
import { SUMMARY_OPERATOR_ID } from '../products/intelligence/model';

/**
 * Reads the summary from Conversation Intelligence like Flex UI 2.17.1: by the v2 conversation id in the task.
 * @returns the summary, or `undefined` when there is none yet (Flex retries up to twenty times)
 */
export async function readCustomerSummary(emulator: Emulator, task: Task): Promise<string | undefined> {
	const { accountSid, authToken } = emulator.world.account;
	const query = new URLSearchParams({
		conversationId: String(task.attributes.conversationId),
		operatorId: SUMMARY_OPERATOR_ID,
	});
	const { body } = await emulator.handle(
		toRequest({
			method: 'GET',
			host: 'intelligence.twilio.com',
			path: '/v3/OperatorResults',
			query: query.toString(),
			headers: { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}` },
			body: '',
		}),
	);
	const [first] = isRecord(body) && Array.isArray(body.items) ? body.items : [];
	return isRecord(first) && typeof first.result === 'string' ? first.result : undefined;
}
