/** `handoff recent` as a process, against an account with one handoff that waits and one that failed. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualAgent } from '../../../../emulator/local-stack/virtual-agent';
import { ROOT } from '../../../../tools/account/project';
import { parseAge, parseLimit } from '../../../../tools/cli/commands/recent';
import { recentLines } from '../../../../tools/cli/ui/recent';
import { UsageError } from '../../../../tools/cli/ui/terminal';
import type { Recent } from '../../../../tools/recent';
import { useLocalStack } from '../../../support/local-stack';

const stage = useLocalStack();
const folder = mkdtempSync(join(tmpdir(), 'recent-'));
afterAll(() => rmSync(folder, { recursive: true }));

function run(...args: string[]): Promise<{ readonly code: number; readonly output: string }> {
	const env = { ...process.env, NODE_ENV: 'production', ...stage.emulator.env() };
	const { settings } = stage.laptop;
	const { accountSid } = stage.world.account;
	const file = join(folder, '.env');
	// An API key alone is enough.
	const all = { ...settings, ACCOUNT_SID: accountSid, AUTH_TOKEN: '' };
	writeFileSync(
		file,
		Object.entries(all)
			.map(([name, value]) => `${name}=${value}\n`)
			.join(''),
	);
	const line = [join(ROOT, 'bin/handoff.js'), 'recent', '--env', file, ...args];
	return new Promise((resolve) => {
		execFile(process.execPath, line, { env }, (error, stdout, stderr) =>
			resolve({ code: Number(error?.code ?? 0), output: stdout + stderr }),
		);
	});
}

async function handOff(state: 'active' | 'closed'): Promise<string> {
	const address = `+1500555${state.length}111`;
	const { conversation, classicConversation } = stage.world.addMessagingConversation({
		channel: 'SMS',
		address,
	});
	classicConversation.state = state;
	const agent = new VirtualAgent(stage.emulator);
	await agent.handOffMessaging(conversation, { reason: 'asked' }, stage.laptop.executionsUrl, address);
	await stage.emulator.runner.idle();
	return conversation.id;
}

test('handoff recent exits with 0 when no handoff failed, and with 1 when one did', async () => {
	const waiting = await handOff('active');
	const well = await run();
	expect(well.code).toBe(0);
	expect(well.output).toContain(waiting);
	const failed = await handOff('closed');
	const { code, output } = await run('--json', '--since', '30m', '--limit', '5');
	expect(code).toBe(1);
	const recent: Recent = JSON.parse(output);
	expect(recent.failures).toEqual({ resume_failed: 1 });
	expect(new Set(recent.handoffs.map(({ subject }) => subject.conversationId))).toEqual(
		new Set([waiting, failed]),
	);
	expect(output).not.toMatch(/1500555\d{4}/);
	expect((await run('--since', 'yesterday')).code).toBe(3);
}, 60_000);

test('handoff recent refuses ages and limits that make no sense', () => {
	expect([parseAge('30m'), parseAge('24h'), parseAge('30d')]).toEqual([1_800_000, 86_400_000, 2_592_000_000]);
	for (const age of ['', '0h', '31d', '24', '1.5h', '-1h', '1w'])
		expect(() => parseAge(age)).toThrow(UsageError);
	expect([parseLimit('1'), parseLimit('100')]).toEqual([1, 100]);
	for (const limit of ['0', '101', 'x', '']) expect(() => parseLimit(limit)).toThrow(UsageError);
});

test('an account without handoffs, of which not all could be read, is reported as such', () => {
	const lines = recentLines(
		{
			since: '2026-11-25T10:00:00.000Z',
			handoffs: [],
			failures: {},
			openClaims: 2,
			isComplete: false,
			unreadable: [{ product: 'Studio', what: 'no\u001b[2J answer' }],
		},
		{ color: false },
	);
	expect(lines).toHaveLength(4);
	expect(lines.join('\n')).toMatch(/^0 handoffs since[\s\S]*\n\? 2 handoffs[\s\S]*\n\? .*Studio/);
	expect(lines.join('\n')).not.toContain('\u001b');
});
