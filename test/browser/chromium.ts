/**
 * The system's Chromium, for the tests of pages.
 * @module
 */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** @returns its path, or `undefined` where there is none; `CHROMIUM` names another one */
export function findChromium(): string | undefined {
	return [process.env.CHROMIUM ?? '', ...PLACES].find((path) => path !== '' && existsSync(path));
}

/** @throws Error where there is none */
export function startChromium(): Promise<Browser> {
	const executablePath = findChromium();
	if (executablePath === undefined) throw new Error('Chromium not found');
	const args = ['--no-sandbox', '--disable-background-networking'];
	return chromium.launch({ executablePath, args, headless: true });
}
