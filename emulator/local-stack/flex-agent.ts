/**
 * What the Flex UI does when a person looks at a task.
 * @module
 */
import type { Emulator } from '../core/emulator';
import { toRequest } from '../core/proxy';
import type { Task } from '../core/world';
import { SUMMARY_OPERATOR_ID } from '../products/intelligence/operators';
import { isObject } from '../products/taskrouter/create-task';

/**
 * Asks Conversation Intelligence for the summary, as Flex UI 2.17.1 does: by the v2 conversation id in the task.
 * @returns the summary, or `undefined` when there is none (Flex would ask again, up to twenty times)
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
	const [first] = isObject(body) && Array.isArray(body.items) ? body.items : [];
	return isObject(first) && typeof first.result === 'string' ? first.result : undefined;
}
