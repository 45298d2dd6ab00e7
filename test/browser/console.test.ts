/** The console: both sides of a handoff, in a real browser. */
import { readFileSync } from 'node:fs';
import { answer, type Stage, say, seen, startStage } from './stage';

let stage: Stage;

beforeAll(async () => {
	stage = await startStage();
}, 120_000);

afterAll(async () => {
	await stage?.close();
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
		await seen(page, /transferring you to an agent/);
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

/** Switches a failure on, and off again. */
function toggle(label: string, on: boolean): Promise<void> {
	return stage.page.getByLabel(label).setChecked(on);
}

const tasks = () => stage.laptop.emulator.world.tasks.size;
const outcome = () => stage.page.locator('#outcome').innerText();

/** As a customer who asks for a person: with success. */
async function reachPerson(reply: string): Promise<void> {
	const { page } = stage;
	await say(page, 'A person, please');
	await seen(page, /transferring you to an agent/);
	await answer(page, reply);
	await seen(page, reply);
	await page.locator('#complete').click();
}

test.each([
	['Studio returns 503', 'SMS'],
	['Studio is too busy (429)', 'WhatsApp'],
])(
	'%s: the chat is given back, and the customer’s next message reaches a person',
	async (failure, channel) => {
		const { page } = stage;
		const before = tasks();
		await page.getByLabel(channel).check();
		await toggle(failure, true);
		await say(page, 'Get me a human');
		await seen(page, /couldn't reach an agent/);
		await say(page, 'When do you open?');
		await seen(page, /from 9 to 5/);
		expect(await outcome()).toContain('given back');
		expect(tasks()).toBe(before);
		await toggle(failure, false);
		await reachPerson(`Robin here, after ${failure}`);
	},
	90_000,
);

test('no agent is available: the customer reads so, and their next message reaches a person', async () => {
	const { page } = stage;
	await page.getByLabel('Web chat').check();
	await toggle('No agent is available', true);
	await say(page, 'Get me a human');
	await seen(page, /no agents are available right now/);
	expect(await outcome()).toContain('given back');
	await toggle('No agent is available', false);
	await reachPerson('Robin is back');
}, 90_000);

test('no agent is available: a caller hears an apology, and no endless music', async () => {
	const { page } = stage;
	await page.getByLabel('Phone call').check();
	await toggle('No agent is available', true);
	await page.locator('#call').click();
	await seen(page, /scripted virtual agent/);
	await say(page, 'Get me a human');
	await seen(page, /sorry/i);
	await page.locator('#hang-up').waitFor({ state: 'hidden' });
	await toggle('No agent is available', false);
}, 90_000);

test('the chat is closed meanwhile: the next message opens a new one, and reaches a person', async () => {
	const { page } = stage;
	const before = tasks();
	await page.getByLabel('SMS').check();
	await toggle('The chat is closed', true);
	await say(page, 'Get me a human');
	await page.locator('#outcome', { hasText: 'failed' }).waitFor({ timeout: 20_000 });
	expect(tasks()).toBe(before);
	await toggle('The chat is closed', false);
	await say(page, 'Hello again');
	await seen(page, /Ask me about an order/);
	expect(await page.locator('#customer-log').innerText()).toContain('Get me a human');
	await reachPerson('Robin in the new chat');
}, 90_000);

test.each(['The response to the handoff is lost', 'The handoff is requested twice'])(
	'%s: there is one task, and the customer reaches the person',
	async (failure) => {
		const { page } = stage;
		const before = tasks();
		await page.getByLabel('Web chat').check();
		await toggle(failure, true);
		await reachPerson(`Robin here: ${failure}`);
		await toggle(failure, false);
		await stage.laptop.emulator.runner.idle();
		expect(tasks()).toBe(before + 1);
	},
	90_000,
);

test('a request in the timeline can be opened, and past handoffs are listed with their outcome', async () => {
	const { page } = stage;
	await page.locator('#steps summary').first().click();
	await page.locator('#steps pre').first().waitFor();
	expect(await page.locator('#rows').innerText()).toContain('done');
});

test.each([
	['light', 1400],
	['dark', 1400],
	['light', 390],
	['dark', 390],
] as const)(
	'axe finds no violation, and nothing scrolls sideways: %s, %i px wide',
	async (colorScheme, width) => {
		const { page } = stage;
		await page.emulateMedia({ colorScheme });
		await page.setViewportSize({ width, height: 800 });
		expect(await violations()).toEqual([]);
		const [content, screen] = (await page.evaluate(
			'[document.documentElement.scrollWidth, document.documentElement.clientWidth]' as string,
		)) as [number, number];
		expect(content).toBeLessThanOrEqual(screen);
	},
);

test('the keyboard alone is enough to ask for a person', async () => {
	const { page } = stage;
	await page.getByLabel('WhatsApp').focus();
	await page.keyboard.press('Space');
	await page.locator('#customer-text').focus();
	await page.keyboard.type('A person, please');
	await page.keyboard.press('Enter');
	await seen(page, /transferring you to an agent/);
	await page.locator('#accept').waitFor();
	await page.locator('#accept').focus();
	await page.keyboard.press('Enter');
	await page.locator('#agent-text').waitFor();
	await page.locator('#agent-text').focus();
	await page.keyboard.type('Robin typed this');
	await page.keyboard.press('Enter');
	await seen(page, 'Robin typed this');
}, 60_000);
