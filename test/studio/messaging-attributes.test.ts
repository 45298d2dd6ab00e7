/**
 * What the agent sees of a chat is what `src/handoff/task-attributes.ts` says, whatever the app sends along.
 * @module
 */
import { parseHandoffData } from '../../src/handoff/payload';
import { taskAttributes, taskPriority } from '../../src/handoff/task-attributes';
import { attributeTable, noncharacters, priorities, randomAttributes } from './attributes';
import { ADDRESSES, parametersOfHandoff, writing } from './messaging-account';

/** The task of one handoff, beside the one it should be. */
async function tasks(attributes: unknown, objectsAsPairs: boolean) {
	const kim = writing({ channel: 'WHATSAPP', name: 'Kim', liquid: { objectsAsPairs } });
	await kim.message(kim.address, await parametersOfHandoff(kim, attributes));
	const [task] = kim.world.tasks.values();
	const data = parseHandoffData(kim.data(attributes), 'HandoffData');
	const contact = {
		channel: 'WHATSAPP',
		direction: 'inbound',
		name: 'Kim',
		customerAddress: ADDRESSES.WHATSAPP,
	} as const;
	return {
		made: task && { attributes: JSON.parse(task.rawAttributes), priority: task.priority },
		wanted: {
			attributes: JSON.parse(JSON.stringify(taskAttributes(data, contact))),
			priority: taskPriority(data.attributes),
		},
	};
}

describe.each([true, false])('Liquid walks objects as pairs: %s', (objectsAsPairs) => {
	test.each([
		...attributeTable,
		['characters that XML does not have', { reason: noncharacters, [noncharacters]: 1 }],
		['no attributes at all', null],
	] as const)('%s', async (_, attributes) => {
		const { made, wanted } = await tasks(attributes, objectsAsPairs);
		expect(made).toEqual(wanted);
	});

	test.each(priorities.map((priority) => [JSON.stringify(priority), priority]))(
		'a priority of %s',
		async (_, priority) => {
			const { made, wanted } = await tasks({ priority }, objectsAsPairs);
			expect(made).toEqual(wanted);
		},
	);
});

test('a hundred payloads by chance', async () => {
	for (let seed = 1_001; seed <= 1_100; seed++) {
		const { made, wanted } = await tasks(randomAttributes(seed), seed % 2 === 0);
		expect({ seed, ...made }).toEqual({ seed, ...wanted });
	}
});

test.each<[string, unknown]>([
	['missing', undefined],
	['null', null],
	['a text', '{"reason":"x"}'],
	['a number', 7],
	['an array', [{ reason: 'x' }]],
])(
	'TAC’s own request with attributes that are %s: the customer still gets a person',
	async (_, attributes) => {
		const kim = writing();
		const { sid: conversationSid, serviceSid } = kim.classicConversation;
		const HandoffData = { ...kim.data(), attributes };
		const customer = { name: 'Kim', channel: 'SMS', address: kim.address };
		await kim.message(kim.address, { HandoffData, conversationSid, serviceSid, customer });
		const [task] = kim.world.tasks.values();
		expect(task?.priority).toBe(0);
		expect(JSON.parse(task?.rawAttributes ?? '')).toEqual({
			conversationId: kim.conversation.id,
			storeId: HandoffData.storeId,
			profileId: HandoffData.profileId,
			reason: '',
			channel: 'SMS',
			direction: 'inbound',
			name: 'Kim',
			customerAddress: kim.address,
		});
	},
);
