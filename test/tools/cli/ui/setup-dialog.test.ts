/** Setup lists what it is going to do, and counts. */
import { ChangeCount, changesFor, createDialog, planLines } from '../../../../tools/cli/ui/setup-dialog';
import type { Finding } from '../../../../tools/doctor/engine/check';
import { DEPLOY, type Fix } from '../../../../tools/doctor/engine/fix';

const fix = (title: string, more: Partial<Fix> = {}): Fix => ({ stage: 'flex', title, edits: [], ...more });

function finding(...fixes: Fix[]): Finding {
	const words = { title: 'A', found: '', expected: '', impact: '', advice: '' };
	return { check: 'a/b', status: 'wrong', ...words, fixes };
}

test('setup numbers its changes, and counts on when later rounds add some', () => {
	const count = new ChangeCount();
	expect(count.update([finding(fix('One')), finding(fix('Two'))])).toEqual(['One', 'Two']);
	expect(count.number('\nOne')).toBe('1 of 2: One');
	expect(count.number('  Reason: a/b: this')).toBeUndefined();
	expect(count.update([finding(fix('Two')), finding(fix('Three'))])).toEqual(['Two', 'Three']);
	expect(count.number('\nTwo')).toBe('2 of 3: Two');
	expect(count.number('\nThree')).toBe('3 of 3: Three');
});

test('several reasons to deploy are one deployment', () => {
	const first = fix('Make a flow', { stage: 'deploy', deploy: true });
	expect(changesFor([finding(first), finding(DEPLOY), finding(DEPLOY)])).toEqual([first]);
});

test('setup’s list of changes begins with their number, and is left out without changes', () => {
	expect(planLines(['One'], false)[0]).toMatch(/ 1 change:$/);
	expect(planLines(['One', 'Two'], true)).toHaveLength(3);
	expect(planLines([], true)).toEqual([]);
});

test('a title out of the account can’t add lines or control the terminal', () => {
	const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
	const dialog = createDialog({ yes: true, count: new ChangeCount(), atExit: () => {} });
	dialog.show('\nUse "\u001b[2J\n  done" (IS1)');
	dialog.progress('  \u001b[2Jwaiting\r');
	const written = write.mock.calls.map(([text]) => String(text));
	write.mockRestore();
	process.removeAllListeners('SIGINT');
	expect(written[0]).toBe('\nUse "\\u001b[2J\\n  done" (IS1)\n');
	expect(written[1]).toContain('\\u001b[2Jwaiting\\r');
});
