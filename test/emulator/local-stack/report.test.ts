/**
 * What the demo prints: the journal, and a task as the agent sees it.
 * @module
 */

import { World } from '../../../emulator/core/world';
import { journalLine, taskLines } from '../../../emulator/local-stack/report';
import { createTask } from '../../../emulator/products/taskrouter/create-task';

test('a journal line says when, who and what, in columns', () => {
	const lines = [
		{ at: 1_005, who: 'Studio', what: 'a' },
		{ at: 2_234, who: 'Conversations', what: 'b' },
	].map((entry) => journalLine(entry, 1_000));
	expect(lines).toEqual(['     5 ms  Studio        a', '  1234 ms  Conversations b']);
});

test('without a start time a journal line has the time of day', () => {
	const at = new Date(2026, 10, 25, 9, 5, 7).getTime();
	expect(journalLine({ at, who: 'Studio', what: 'a' })).toBe('09:05:07  Studio        a');
});

describe('a task', () => {
	const world = new World();
	const linesOf = (attributes: object, workflowSid = world.workflowSid) => {
		const task = createTask(world, {
			attributes: JSON.stringify(attributes),
			workflowSid,
			taskChannelSid: 'chat',
			priority: 20,
		});
		return { task, lines: taskLines(task, world) };
	};

	test('shows where it waits and a line for each attribute', () => {
		const { task, lines } = linesOf({ reason: 'angry', order: 4411, tags: ['a'] });
		expect(lines).toEqual([
			`  ┌ Task ${task.sid}  chat, priority 20, workflow "Assign to Anyone"`,
			'  │ reason                     angry',
			'  │ order                      4411',
			'  │ tags                       ["a"]',
			'  └',
		]);
	});

	test('shows the summary of its conversation', () => {
		world.summaries.set('conv_conversation_1', 'Wants a refund.');
		const { lines } = linesOf({ conversationId: 'conv_conversation_1' });
		expect(lines.at(-2)).toBe('  │ (summary, by Intelligence) Wants a refund.');
	});

	test.each([
		['two\nlines', 'two\\nlines'],
		['carriage\rreturn', 'carriage\\rreturn'],
		['\u001b[2Jescape', '\\u001b[2Jescape'],
		['\u009b2Jescape', '\\u009b2Jescape'],
		['\u202egnp.exe', '\\u202egnp.exe'],
	])('%j stays on its line, and is shown', (reason, shown) => {
		const { lines } = linesOf({ reason });
		expect(lines[1]).toBe(`  │ reason                     ${shown}`);
	});
});

test('texts of others in a journal line stay on its line', () => {
	const entry = { at: 0, who: 'Flex', what: 'a name: \u001b[2J\nforged' };
	expect(journalLine(entry, 0)).toContain('a name: \\u001b[2J\\nforged');
});
