/**
 * `handoff start --with-agent`: the example in Python, with the real TAC, talked to through the console. `TEST_PYTHON` is a
 * Python that has TAC.
 */
import { type Started, startProcess } from '../support/starting';
import { answer, type OpenConsole, openConsole, say, seen } from './stage';

const { TEST_PYTHON } = process.env;
let started: Started;
let opened: OpenConsole;

const withTac = TEST_PYTHON === undefined ? describe.skip : describe;

withTac('the real TAC, through the page', () => {
	beforeAll(async () => {
		const command = ['node', 'bin/handoff.js', 'start', '--with-agent'];
		started = await startProcess(command, { env: { PYTHON: TEST_PYTHON } });
		await started.printed('What happens:');
		opened = await openConsole(`http://127.0.0.1:${started.port + 1}`);
	}, 120_000);

	afterAll(async () => {
		await opened?.close();
		await started?.clean();
	}, 30_000);

	afterEach(() => {
		expect(opened.errors).toEqual([]);
	});

	test.each(['SMS', 'WhatsApp', 'Web chat'])(
		'%s: the agent answers, hands over, and the customer reads the person’s reply',
		async (channel) => {
			const { page } = opened;
			await page.getByLabel(channel).check();
			await say(page, 'Hello');
			await seen(page, /This is a Python agent. You said “Hello”/);
			await say(page, 'A person, please');
			await seen(page, /transferring you to an agent/);
			await answer(page, `Robin here, on ${channel}`);
			await seen(page, `Robin here, on ${channel}`);
			await page.locator('#complete').click();
		},
		60_000,
	);

	test('a caller hears the Python agent, is handed over, and hears the person', async () => {
		const { page } = opened;
		await page.getByLabel('Phone call').check();
		await page.locator('#call').click();
		await page.locator('#hang-up').waitFor();
		await say(page, 'Hello');
		await seen(page, /This is a Python agent. You said “Hello”/);
		await say(page, 'Get me a human');
		await answer(page, 'Robin on the line');
		await seen(page, 'Robin on the line');
		await page.locator('#complete').click();
		await page.locator('#hang-up').waitFor({ state: 'hidden' });
	}, 60_000);

	test.each([
		['Studio returns 503', /couldn't reach an agent/],
		['The response to the handoff is lost', /transferring you to an agent/],
	])(
		'%s: the agent has its customer back, or one task, and the next message reaches a person',
		async (failure, words) => {
			const { page } = opened;
			await page.getByLabel('SMS').check();
			await page.getByLabel(failure).check();
			await say(page, 'A person, please');
			await seen(page, words);
			await page.getByLabel(failure).uncheck();
			if (/503/.test(failure)) {
				await say(page, 'A person again');
				await seen(page, /transferring you to an agent/);
			}
			await answer(page, `Robin after ${failure}`);
			await seen(page, `Robin after ${failure}`);
			await page.locator('#complete').click();
		},
		60_000,
	);
});
