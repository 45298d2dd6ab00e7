/**
 * `handoff start`: the emulator and the Functions, for your own virtual agent or for curl.
 * @module
 */
import type { Command } from 'commander';
import { LAST_PORT } from '../../../emulator/local-stack/ports';
import { UsageError } from '../ui/terminal';

const DEFAULT_PORT = 3000;

interface Options {
	readonly port?: string;
	readonly withAgent?: boolean;
	readonly fresh?: boolean;
	readonly newAccount?: boolean;
}

export function registerStart(program: Command): void {
	const command = program
		.command('start')
		.description('run the emulator and the Functions for your virtual agent or curl')
		.option('--port <number>', `port of the Functions (default: $PORT, or ${DEFAULT_PORT})`);
	command
		.option('--with-agent', 'also run the Python example (requires twilio-agent-connect)')
		.option('--fresh', 'discard the state of the last run')
		.option('--new-account', 'emulate a new, unconfigured account to try doctor and setup')
		.addHelpText('after', '\nThe console, the proxy, and the Python agent use the next three ports.');
	command.action(async () => {
		const { port, newAccount, ...options } = command.opts<Options>();
		const chosen = portOf(port ?? process.env.PORT);
		if (newAccount) {
			const { startNewAccount } = await import('../../../emulator/local-stack/new-account');
			return startNewAccount(chosen);
		}
		const { start } = await import('../../../emulator/local-stack/start');
		await start({ port: chosen, ...options });
	});
}

function portOf(text: string | undefined): number {
	if (text === undefined || text === '') return DEFAULT_PORT;
	const port = Number(text);
	if (!/^\d+$/.test(text) || port < 1 || port > LAST_PORT) {
		throw new UsageError(
			`"${text}" is not a port number from 1 to ${LAST_PORT}. Run: npx handoff start --port ${DEFAULT_PORT}`,
		);
	}
	return port;
}
