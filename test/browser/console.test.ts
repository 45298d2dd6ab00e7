/** The console: both sides of a handoff, in a real browser. */
import { readFileSync } from 'node:fs';
import { answer, type Stage, say, seen, startStage } from './stage';

let stage: Stage;

beforeAll(async () => {
	stage = await startStage();
}, 120_000);

afterAll(async () => {
	await stage?.stop();
});

afterEach(() => {
	expect(stage.errors).toEqual([]);
	expect(stage.laptop.emulator.crashes).toEqual([]);
});

/** What axe finds wrong, by rule. */
async function violations(): Promise<string[]> {
	const { page } = stage;
	// Evaluated by the debugger: the page's own policy allows no script but its own.
	await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
	return page.evaluate(`axe.run().then(({ violations }) =>
		violations.map(({ id, nodes }) => id + ' ' + nodes.map(({ html }) => html).join(' ')))`);
}

test.each(['SMS', 'WhatsApp', 'Web chat'])(
	'a customer writes by %s, asks for a person, and reads the person’s reply in the same chat',
	async (channel) => {
		const { page } = stage;
		await page.getByLabel(channel).check();
		await say(page, 'Hello <b>there</b>');
		await seen(page, /Ask me about an order/);
		await say(page, 'I want to talk to a person, please');
		await seen(page, /passing you on to a person/);
		await answer(page, `Robin here, on ${channel}`);
		await seen(page, `Robin here, on ${channel}`);
		expect(await page.locator('#flow g.lit').count()).toBeGreaterThan(2);
		expect(await page.locator('#task').innerText()).toContain('I want to talk to a person, please');
		expect(await page.locator('#customer-log b b').count()).toBe(0);
		await page.locator('#complete').click();
	},
	60_000,
);

test('a caller talks to the virtual agent, and to the person who takes the call', async () => {
	const { page } = stage;
	await page.getByLabel('Phone call').check();
	await page.locator('#call').click();
	await seen(page, /scripted virtual agent/);
	await say(page, 'When do you open?');
	await seen(page, /from 9 to 5/);
	await say(page, 'Get me a human');
	await seen(page, /One moment/);
	await answer(page, 'Robin on the line');
	await seen(page, 'Robin on the line');
	await page.locator('#complete').click();
	await page.locator('#hang-up').waitFor({ state: 'hidden' });
}, 60_000);

test('a handoff that Studio is too busy for is given back, and works once Studio is up again', async () => {
	const { page } = stage;
	await page.getByLabel('SMS').check();
	await page.getByLabel('Studio is too busy (429)').check();
	await say(page, 'A person, please');
	await seen(page, /could not reach a person/);
	await page.getByLabel('Studio is too busy (429)').uncheck();
	await say(page, 'A person again');
	await seen(page, /passing you on to a person/);
	await answer(page, 'Now it worked');
	await seen(page, 'Now it worked');
	await page.locator('#complete').click();
}, 60_000);

test('a request in the timeline can be opened, and past handoffs are listed with their outcome', async () => {
	const { page } = stage;
	await page.locator('#steps summary').first().click();
	await page.locator('#steps pre').first().waitFor();
	expect(await page.locator('#rows').innerText()).toContain('done');
});

test.each(['light', 'dark'] as const)('axe finds no violation, %s', async (colorScheme) => {
	await stage.page.emulateMedia({ colorScheme });
	expect(await violations()).toEqual([]);
});

test('a narrow screen has no sideways scrolling', async () => {
	const { page } = stage;
	await page.setViewportSize({ width: 360, height: 700 });
	const [content, screen] = (await page.evaluate(
		'[document.documentElement.scrollWidth, document.documentElement.clientWidth]' as string,
	)) as [number, number];
	expect(content).toBeLessThanOrEqual(screen);
	expect(await violations()).toEqual([]);
});
