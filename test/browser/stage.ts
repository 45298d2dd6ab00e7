/**
 * The console of a running laptop with the scripted agent, in a browser.
 * @module
 */
import type { Browser, Page } from 'playwright-core';
import { Console } from '../../emulator/console/server';
import { Laptop } from '../../emulator/local-stack/laptop';
import { ScriptedAgent } from '../../emulator/local-stack/scripted-agent';
import { startChromium } from './chromium';

/** The console in a browser. */
export interface OpenConsole {
	readonly page: Page;
	/** What the page's console reported as errors. */
	readonly errors: readonly string[];
	close(): Promise<void>;
}

export interface Stage extends OpenConsole {
	readonly laptop: Laptop;
}

export async function openConsole(url: string): Promise<OpenConsole> {
	const browser: Browser = await startChromium();
	const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
	const errors: string[] = [];
	page.on('console', (message) => {
		if (message.type() === 'error') errors.push(message.text());
	});
	page.on('pageerror', (error) => errors.push(error.message));
	await page.goto(url);
	await page.getByText('Live').waitFor();
	return { page, errors, close: () => browser.close() };
}

export async function startStage(): Promise<Stage> {
	const laptop = await Laptop.start();
	const agent = await ScriptedAgent.start(laptop);
	const served = await Console.start(laptop.emulator);
	const opened = await openConsole(served.url);
	const close = async () => {
		await opened.close();
		await served.stop();
		await agent.stop();
		await laptop.stop();
	};
	return { ...opened, laptop, close };
}

/** Writes or says something as the customer. */
export async function say(page: Page, text: string): Promise<void> {
	await page.locator('#customer-text').fill(text);
	await page.locator('#customer-send').click();
}

/** Waits until the customer sees this, in the conversation of now. */
export async function seen(page: Page, text: string | RegExp): Promise<void> {
	await page.locator('#customer-log .now').getByText(text).first().waitFor({ timeout: 20_000 });
}

/** As the person in Flex: accepts the task, and answers. */
export async function answer(page: Page, text: string): Promise<void> {
	await page.locator('#accept').click({ timeout: 20_000 });
	await page.locator('#agent-text').fill(text);
	await page.locator('#agent-send').click();
}
