import { masked, report } from '../../../tools/verify/report';

const SID = `AC${'0123456789abcdef'.repeat(2)}`;

test('a report has no SIDs, ids, domains or phone numbers', () => {
	const text = `${SID} conv_conversation_01kcv35pnkeysaf6z6cqtbpegn handoff-1234-dev.twil.io whatsapp:+15005550123`;
	expect(masked(text)).toBe('AC… conv_conversation_… ….twil.io whatsapp:+*********23');
});

test('a report has one row for each guess, counts them, and names what was left', () => {
	const text = report(
		{
			results: [
				{ id: 'one', status: 'confirmed', found: `a | b\n<img> ${SID}` },
				{ id: 'two', status: 'open', found: 'requires a call', unprobed: true },
			],
			left: [`Studio flow "a" (${SID})`],
		},
		{ version: '1.0.0', date: new Date('2026-11-25T10:00:00Z') },
	);
	expect(text).toContain('# handoff verify 1.0.0, 2026-11-25');
	expect(text).toContain('1 confirmed, 0 refuted, 1 open');
	expect(text).toContain('| `one` | confirmed | a \\| b &lt;img> AC… |');
	expect(text).toContain('Not deleted: Studio flow "a" (AC…)');
	expect(text).not.toContain(SID);
});
