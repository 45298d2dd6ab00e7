/** `npm run picture` takes the picture of the console in the README, from the real page. */
import { join } from 'node:path';
import { answer, say, seen, startStage } from './stage';

async function take(): Promise<void> {
	const { page, close } = await startStage();
	try {
		await page.setViewportSize({ width: 1440, height: 1000 });
		await say(page, 'Hello, where is my order?');
		await seen(page, /Ask me about an order/);
		await say(page, 'It is five days late. A person, please!');
		await seen(page, /transferring you to an agent/);
		await answer(page, 'Hi Kim, Robin here. I am looking into it.');
		await seen(page, /Robin here/);
		await page.evaluate('scrollTo(0, 0)');
		await page.screenshot({ path: join(__dirname, '../../docs/console.png') });
	} finally {
		await close();
	}
}

void take();
