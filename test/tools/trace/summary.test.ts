/** The summary that Flex shows. */
import { onStage, type TraceStage, textOf } from './stage';

let stage: TraceStage;
onStage((opened) => {
	stage = opened;
});

test('a summary is shown by its length only', async () => {
	const { conversation } = await stage.handedOver();
	expect(textOf(await stage.trace(conversation.id))).toContain('51 characters');
});

test('a summary missing one minute later is wrong, after what became of the task', async () => {
	const kim = stage.texting({ summary: '' });
	await stage.handOffChat(kim);
	expect((await stage.trace(kim.conversation.id, 90)).verdict).toMatchObject({
		status: 'wrong',
		id: 'summary_missing',
	});
	stage.accept();
	expect((await stage.trace(kim.conversation.id)).verdict.status).toBe('ok');
	expect((await stage.trace(kim.conversation.id, 90)).verdict).toMatchObject({
		status: 'wrong',
		id: 'summary_missing',
	});
});

test('a summary that came too late for Flex is noted', async () => {
	const kim = stage.texting();
	await stage.handOffChat(kim);
	stage.accept();
	kim.conversation.updatedAt = new Date(Date.now() + 45_000).toISOString();
	expect(textOf(await stage.trace(kim.conversation.id, 60))).toMatch(/4\d s after the agent accepted/);
});

test('a summary missing ten minutes after the pickup is wrong, though the conversation is ACTIVE', async () => {
	const kim = stage.texting({ summary: '' });
	await stage.handOffChat(kim);
	stage.accept();
	kim.conversation.status = 'ACTIVE';
	expect((await stage.trace(kim.conversation.id, 590)).verdict.status).toBe('ok');
	expect((await stage.trace(kim.conversation.id, 610)).verdict).toMatchObject({
		status: 'wrong',
		id: 'summary_missing',
	});
});
