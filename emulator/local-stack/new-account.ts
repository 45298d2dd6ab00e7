/**
 * `handoff start --new-account`: an account in which doctor finds everything wrong, and setup fixes it.
 * @module
 */
import { join, relative } from 'node:path';
import { Emulator } from '../core/emulator';
import { makeNewAccount, settingsOfNewAccount } from '../core/new-account';
import { World } from '../core/world';
import { FOLDER, writeEnvironment } from './environment-files';
import { accountSettings } from './laptop';
import { Ports } from './ports';
import { untilInterrupted } from './shutdown';

/**
 * Nothing is kept: the next start is new again.
 * @param port the first of the ports of a start, of which only the proxy listens
 * @throws SetupError when the proxy's port is taken
 */
export async function startNewAccount(port: number): Promise<void> {
	const ports = new Ports(port, ['the proxy'], 'npx handoff start --new-account');
	await ports.requireFree();
	const interrupted = untilInterrupted();
	const world = new World();
	makeNewAccount(world);
	const emulator = await Emulator.start({ world, port: ports.of('the proxy') }).catch(async (error) => {
		interrupted.release();
		throw await ports.explain(error);
	});
	const folder = join(FOLDER, 'new-account');
	const settings = {
		...accountSettings(world),
		TWILIO_PHONE_NUMBER: world.phoneNumber,
		...settingsOfNewAccount(world),
	};
	// Only the file has the settings: what setup writes into it must not be hidden by the shell's variables.
	writeEnvironment({ emulator, settings }, folder, { isInFileOnly: true });
	console.log(`
A new emulated account. It has Flex, a phone number, and an API key; the handoff is not set up.
In a second shell:

source ${relative(process.cwd(), folder)}/env.sh        (PowerShell: . ${relative(process.cwd(), folder)}\\env.ps1)
npx handoff doctor
npx handoff setup

Press Ctrl-C to stop. Nothing is kept.
`);
	await interrupted.asked;
	await emulator.stop();
	interrupted.release();
	console.log('Stopped.');
}
