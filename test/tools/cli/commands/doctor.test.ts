/** What doctor and setup say when not even the account could be read. */
import { explainOutage } from '../../../../tools/cli/commands/doctor';
import type { Finding } from '../../../../tools/doctor/engine/check';

const GATE: Finding = {
	check: 'agent-connect/credentials',
	title: 'Credentials',
	status: 'unreadable',
	found: 'Twilio could not be reached',
	expected: '',
	impact: '',
	advice: '',
	fixes: [],
};
const refuse = () => Promise.reject(Object.assign(new Error('it failed'), { code: 'ECONNREFUSED' }));

function stderrOf(findings: readonly Finding[]): Promise<string> {
	const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
	const written = () => write.mock.calls.map(([text]) => String(text)).join('');
	return explainOutage(findings, refuse)
		.then(written)
		.finally(() => write.mockRestore());
}

test('an outage is one line with its cause, and no empty line after it', async () => {
	expect(await stderrOf([GATE])).toMatch(/^[^\n]*it failed[^\n]*\n$/);
});

test('an account that could be read is not explained', async () => {
	expect(await stderrOf([{ ...GATE, status: 'wrong' }])).toBe('');
});
