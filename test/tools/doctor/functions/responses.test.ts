/** What the checks of the Functions share: the smoke test's responses. */
import { answers, faults, findings, useAccount } from '../engine/findings';

const view = useAccount();

test('the smoke test runs once for all checks of the Functions', async () => {
	let runs = 0;
	const smokeTest = async () => {
		runs++;
		return answers();
	};
	const all = await findings(view({ project: { smokeTest } }));
	const own = [...all.values()].filter(({ check }) => check.startsWith('functions/'));
	expect(own.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
	expect(runs).toBe(1);
});

test('of many wrong responses two are shown, and the others counted', async () => {
	const wrong = [1, 2, 3, 4].map((number) => ({
		name: `request ${number}`,
		about: 'authentication' as const,
		ok: false,
		found: '200',
	}));
	const smokeTest = async () => [...answers().filter(({ about }) => about !== 'authentication'), ...wrong];
	const [fault, ...others] = await faults(view({ project: { smokeTest } }));
	expect(others).toEqual([]);
	expect(fault?.found).toMatch(/request 1.*request 2.*2 more/);
	expect(fault?.found).not.toContain('request 3');
});
