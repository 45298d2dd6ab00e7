/**
 * The console of a running laptop with the scripted agent, in a browser.
 * @module
 */
import type { Browser, Page } from 'playwright-core';
import { Console } from '../../emulator/console/server';
import { Laptop } from '../../emulator/local-stack/laptop';
import { ScriptedAgent } from '../../emulator/local-stack/scripted-agent';
import { startChromium } from './chromium';

export interface Stage {
	readonly laptop: Laptop;
	readonly page: Page;
	/** What the page's console reported as errors. */
	readonly errors: readonly string[];
	stop(): Promise<void>;
}

export async function startStage(): Promise<Stage> {
	const laptop = await Laptop.start();
	const agent = await ScriptedAgent.start(laptop);
	const served = await Console.start(laptop.emulator);
	const browser: Browser = await startChromium();
	const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
	const errors: string[] = [];
	page.on('console', (message) => {
		if (message.type() === 'error') errors.push(message.text());
	});
	page.on('pageerror', (error) => errors.push(error.message));
	await page.goto(served.url);
	await page.getByText('Live').waitFor();
	const stop = async () => {
		await browser.close();
		await served.stop();
		await agent.stop();
		await laptop.stop();
	};
	return { laptop, page, errors, stop };
}

/** Writes or says something as the customer. */
export async function say(page: Page, text: string): Promise<void> {
	await page.locator('#customer-text').fill(text);
	await page.locator('#customer-send').click();
}

/** Waits until the customer sees this. */
export async function seen(page: Page, text: string | RegExp): Promise<void> {
	await page.locator('#customer-log').getByText(text).first().waitFor({ timeout: 15_000 });
}

/** As the person in Flex: accepts the task, and answers. */
export async function answer(page: Page, text: string): Promise<void> {
	await page.locator('#accept').click({ timeout: 20_000 });
	await page.locator('#agent-text').fill(text);
	await page.locator('#agent-send').click();
}
