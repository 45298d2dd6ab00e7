/**
 * `handoff demo`: four handoffs from the virtual agent to a human, on this machine alone.
 * @module
 */
import type { Command } from 'commander';
import { buildOnce } from '../../../build';

export function registerDemo(program: Command): void {
	program
		.command('demo')
		.description('run four handoffs on this machine; needs no account')
		.action(async () => {
			await buildOnce();
			const { demo } = await import('../../../emulator/local-stack/demo');
			process.exitCode = await demo();
		});
}
