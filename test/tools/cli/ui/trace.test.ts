/** How a trace looks, and in which order its entries come. */
import { traceJson, traceLines } from '../../../../tools/cli/ui/trace';
import type { Trace } from '../../../../tools/trace';

const trace: Trace = {
	subject: { conversationId: 'conv_conversation_01k3b6g9v2e8r9s4t7w1x5y0za', callSid: 'CA1' },
	entries: [
		{
			product: 'Orchestrator',
			at: '2026-11-22T14:05:07.900Z',
			status: 'ok',
			what: 'The conversation began.',
		},
		{ product: 'Studio', status: 'note', what: 'Something without a time.' },
		{
			product: 'Studio',
			at: '2026-11-22T15:05:10.000Z',
			status: 'wrong',
			what: 'It failed.',
			id: 'widget_failed',
		},
		{ product: 'Intelligence', status: 'unreadable', what: 'Twilio answered 500.' },
	],
	verdict: {
		id: 'widget_failed',
		status: 'wrong',
		text: 'It failed.',
		impact: 'No agent came.',
		advice: 'Fix it.',
	},
};

test('a trace prints which handoff it is, what happened when, and the verdict', () => {
	expect(traceLines(trace, { color: false })).toEqual([
		'conversation         conv_conversation_01k3b6g9v2e8r9s4t7w1x5y0za',
		'call                 CA1',
		'started              2026-11-22 14:05:07 UTC',
		'',
		'  ✓      0 s  Orchestrator   The conversation began.',
		'  ·           Studio         Something without a time.',
		'  ✗  1:00:03  Studio         It failed.',
		'  ?           Intelligence   Twilio answered 500.',
		'',
		'✗ It failed.',
		'    Impact  No agent came.',
		'    Fix     Fix it.',
	]);
});

test('a trace on a terminal is the plain trace with colors', () => {
	const colored = traceLines(trace, { color: true });
	expect(colored.join('\n')).not.toBe(traceLines(trace, { color: false }).join('\n'));
	// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what an escape sequence begins with
	const plain = colored.map((line) => line.replace(/\u001b\[\d+m/g, ''));
	expect(plain).toEqual(traceLines(trace, { color: false }));
});

test('a trace without entries still prints its verdict', () => {
	const verdict = {
		id: 'acceptance_unknown',
		status: 'unknown',
		text: 'Nothing is known.',
		advice: '',
	} as const;
	expect(traceLines({ subject: {}, entries: [], verdict }, { color: false })).toContain(
		'? Nothing is known.',
	);
});

test('a trace as JSON has all that the trace has', () => {
	expect(JSON.parse(traceJson(trace))).toEqual(trace);
});

test('text out of the account can’t add lines or control the terminal', () => {
	const hostile = '\u001b[2J\n✓ Nothing is wrong\u009b';
	const lines = traceLines(
		{
			subject: { callSid: hostile },
			entries: [{ product: 'Studio', status: 'wrong', what: hostile }],
			verdict: { id: 'widget_failed', status: 'wrong', text: hostile, impact: hostile, advice: hostile },
		},
		{ color: false },
	);
	// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
	expect(lines.join('\n')).not.toMatch(/[\u001b\u009b]/);
	expect(lines.filter((line) => line.includes('\n'))).toEqual([]);
});
