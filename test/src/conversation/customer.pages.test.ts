/**
 * Reading a conversation's participants, page by page, from a Twilio that may answer anything.
 * @module
 */
import { findCustomer } from '../../../src/conversation/customer';
import { type Reply, Upstream } from '../../support/fakes';
import {
	CONVERSATION_ID,
	CUSTOMER_ID,
	customer,
	OTHER_CONVERSATION_SID,
	participantsPage,
	virtualAgent,
} from '../../support/fixtures';

const PATH = `/v2/Conversations/${CONVERSATION_ID}/Participants`;
const chat = { channel: 'CHAT', address: 'visitor-8d2f@example.com', channelId: OTHER_CONVERSATION_SID };

describe('Twilio’s answer', () => {
	function answering(...replies: readonly Reply[]) {
		const upstream = Upstream.replying(...replies);
		const found = findCustomer(upstream.twilio(), { conversationId: CONVERSATION_ID });
		return { upstream, found };
	}

	test('is read to its last page', async () => {
		const { upstream, found } = answering(
			{ body: participantsPage([virtualAgent], 'page/2&x') },
			{ body: participantsPage([], 'page 3') },
			{ body: participantsPage([customer]) },
		);
		expect(await found).toMatchObject({ participantId: CUSTOMER_ID });
		expect(upstream.requests.map(({ path }) => path)).toEqual([
			PATH,
			`${PATH}?pageToken=page%2F2%26x`,
			`${PATH}?pageToken=page+3`,
		]);
	});

	test('makes a chat ambiguous from a later page, too', async () => {
		const { found } = answering(
			{ body: participantsPage([customer], 'next') },
			{ body: participantsPage([{ ...customer, addresses: [chat] }]) },
		);
		await expect(found).rejects.toMatchObject({ code: 'ambiguous_customer' });
	});

	test.each([[{ code: 20404, message: 'Not found', status: 404 }], [{}], ['<html>not here</html>']])(
		'404 with %j means that there is no such conversation',
		async (body) => {
			await expect(answering({ status: 404, body }).found).rejects.toMatchObject({
				status: 404,
				code: 'conversation_not_found',
				field: 'conversationId',
			});
		},
	);

	test.each<[string, unknown]>([
		['HTML', '<html>502</html>'],
		['nothing', ''],
		['JSON cut short', '{"participants":[{"id":'],
		['null', 'null'],
		['a list', []],
		['no participants', {}],
		['participants that are null', { participants: null, meta: { key: 'participants' } }],
		['a participant that is null', { participants: [null], meta: { key: 'participants' } }],
		['an address that is null', participantsPage([{ ...customer, addresses: [null] }])],
	])('200 with %s is Twilio’s error, not the caller’s', async (_, body) => {
		const { upstream, found } = answering({ body });
		const { error } = await upstream.clock.run(found);
		expect(error).toMatchObject({ status: 502, code: 'twilio_error', retryable: true });
	});
});
