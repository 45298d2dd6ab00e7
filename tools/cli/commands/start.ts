/**
 * `handoff start`: Twilio on this machine, with the Functions, for your own agent or for curl.
 * @module
 */
import type { Command } from 'commander';
import { UsageError } from '../ui/terminal';

const DEFAULT_PORT = 3000;

export function registerStart(program: Command): void {
	const command = program
		.command('start')
		.description('keep the emulator and the Functions up, for your agent or curl')
		.option('--port <number>', `port of the Functions (default: $PORT, or ${DEFAULT_PORT})`);
	command
		.option('--with-agent', 'run the example in Python beside it, where Python has twilio-agent-connect')
		.option('--fresh', 'forget what the last run kept')
		.addHelpText('after', '\nThe console and the proxy take the two ports after that of the Functions.');
	command.action(async () => {
		const { port, ...options } = command.opts<{ port?: string; withAgent?: boolean; fresh?: boolean }>();
		const chosen = portOf(port ?? process.env.PORT);
		const { start } = await import('../../../emulator/local-stack/start');
		await start({ port: chosen, ...options });
	});
}

function portOf(text: string | undefined): number {
	if (text === undefined || text === '') return DEFAULT_PORT;
	const port = Number(text);
	if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
		throw new UsageError(`"${text}" is not a port number. Run: npx handoff start --port ${DEFAULT_PORT}`);
	}
	return port;
}
