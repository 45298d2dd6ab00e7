/** The summary of a deployment for GitHub, from what `npx handoff deploy --json` prints. */
import { join } from 'node:path';
import { ROOT } from '../../tools/account/project';

const { report }: { report: (json: string) => string } = require(join(ROOT, '.ci', 'report.js'));

const result = (about: object) =>
	JSON.stringify({ accountSid: 'AC1', dryRun: true, ok: true, plan: { changes: [] }, live: {}, ...about });

test('the summary of a deployment with nothing to change is one line', () => {
	expect(report(result({}))).toContain('Everything is up to date.');
});

test('texts of the flow can’t end the code block of the summary that quotes them', () => {
	const changes = ['Flow FW1: say: "```` <img> @team"'];
	expect(report(result({ plan: { changes } }))).toContain(`\`\`\`\`\`text\n${changes[0]}\n\`\`\`\`\`\n`);
});

test('the summary of ten thousand changes fits into a GitHub comment', () => {
	const changes = Array.from({ length: 10_000 }, (_, index) => `Flow FW1: change ${index}`);
	const { length } = report(result({ plan: { changes } }));
	expect(length).toBeLessThan(65_536);
	// As much of it as fits.
	expect(length).toBeGreaterThan(60_000);
});

test('the summary of a deployment that failed half way shows what is live', () => {
	const live = { functions: { domain: 'a.twil.io', buildSid: 'ZB1' }, flow: null };
	const text = report(result({ ok: false, dryRun: false, plan: null, live }));
	expect(text).toContain('failed');
	expect(text).toContain('https://a.twil.io');
});
