/**
 * Two facts about Send to Flex are unknown. The flow works either way.
 * @module
 */
import type { World } from '../../../emulator/core/world';
import { useCannedFunctions } from '../../support/canned-functions';
import { callForm, handoffData } from '../../support/fixtures';
import { parametersOfHandoff, setLookups, writing } from '../../support/messaging-account';
import { deployed, taskIn } from '../../support/studio-account';

const functions = useCannedFunctions();

const LONG = { reason: 'x'.repeat(2_000), department: 'support', priority: 'high' };
const SHORT = { reason: 'wants a person', department: 'support', priority: 'high' };

/** The tasks of a call and of a chat, by each way into the flow, in a world where the unknowns are as given. */
async function tasks(unknowns: Partial<World['unknowns']>, attributes: object) {
	const options = { functionsUrl: functions.url };
	const voice = deployed(options);
	Object.assign(voice.world.unknowns, unknowns);
	const HandoffData = JSON.stringify({ ...handoffData, attributes });
	const made = [taskIn(await voice.callIn({ ...callForm, HandoffData }))];
	for (const throughHandoff of [true, false]) {
		const kim = writing(options);
		Object.assign(kim.world.unknowns, unknowns);
		setLookups(functions, kim);
		const parameters = throughHandoff
			? await parametersOfHandoff(kim, attributes)
			: { HandoffData: kim.data(attributes) };
		await kim.message(kim.address, parameters);
		for (const { rawAttributes, priority } of kim.world.tasks.values())
			made.push({ attributes: JSON.parse(rawAttributes), priority });
	}
	return made.map((task) => ({ ...task, size: JSON.stringify(task.attributes).length }));
}

test('the task has all attributes when Send to Flex accepts long ones', async () => {
	const all = await tasks({}, LONG);
	expect(all.map(({ priority }) => priority)).toEqual([20, 20, 20]);
	for (const { attributes, size } of all) {
		expect(attributes).toMatchObject(LONG);
		expect(size).toBeGreaterThan(1_024);
	}
});

test('the task has the essential attributes when Send to Flex rejects more than 1,024 characters', async () => {
	const all = await tasks({ 'send-to-flex-limit': false }, LONG);
	expect(all.map(({ priority }) => priority)).toEqual([0, 0, 0]);
	for (const { attributes, size } of all) {
		expect(attributes).toMatchObject({
			handoff: true,
			conversationId: expect.stringMatching(/^conv_conversation_/),
			reason: expect.stringMatching(/^x+…$/),
			customerAddress: callForm.From,
		});
		expect(size).toBeLessThanOrEqual(1_024);
	}
});

test('the task has priority 0 and all attributes when Send to Flex does not render Liquid in a priority', async () => {
	const all = await tasks({ 'send-to-flex-priority': false }, SHORT);
	expect(all.map(({ priority }) => priority)).toEqual([0, 0, 0]);
	for (const { attributes } of all) expect(attributes).toMatchObject(SHORT);
});

test('the task is created when Send to Flex does both', async () => {
	const all = await tasks({ 'send-to-flex-limit': false, 'send-to-flex-priority': false }, LONG);
	expect(all.map(({ size }) => size <= 1_024)).toEqual([true, true, true]);
});
