/**
 * The ports of `handoff start`: who listens where, and what to type when one is taken.
 * @module
 */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { isRecord } from '../../studio/json';
import { SetupError } from '../../tools/account/errors';

/** Who listens on the ports, in their order. They are stable: what is configured once stays right. */
const USERS = ['the Functions', 'the console', 'the proxy', 'the Python agent'] as const;
export type PortUser = (typeof USERS)[number];

/** The largest first port of which the others are ports, too. */
export const LAST_PORT = 65_535 - USERS.length + 1;
/** So far on is looked for free ones. */
const STEP = 10;

export class Ports {
	/**
	 * @param first the one of the Functions
	 * @param users those that will listen
	 * @param command what was typed, without the port
	 */
	constructor(
		private readonly first: number,
		private readonly users: readonly PortUser[],
		private readonly command: string,
	) {}

	of(user: PortUser): number {
		return this.first + USERS.indexOf(user);
	}

	/** @throws SetupError that names the port that is taken, and the command with one that is not */
	async requireFree(): Promise<void> {
		for (const user of this.users) {
			if (!(await isFree(this.of(user)))) throw await this.taken(user);
		}
	}

	/** The same for a port that was taken since. @returns any other error as it is */
	async explain(error: unknown): Promise<unknown> {
		const cause = error instanceof Error && isTaken(error.cause) ? error.cause : error;
		if (!isTaken(cause)) return error;
		const user = this.users.find((each) => cause.port === this.of(each));
		return user ? this.taken(user) : error;
	}

	private async taken(user: PortUser): Promise<SetupError> {
		const what = `Port ${this.of(user)}, which ${user} would listen on, is already in use.`;
		for (let shift = STEP; this.first + shift <= LAST_PORT; shift += STEP) {
			const free = await Promise.all(this.users.map((each) => isFree(this.of(each) + shift)));
			if (free.every(Boolean))
				return new SetupError(`${what} Run: ${this.command} --port ${this.first + shift}`);
		}
		return new SetupError(`${what} Use a lower port: ${this.command} --port 3000`);
	}
}

/** On some systems a port that is taken on one of these addresses is free on the other. */
async function isFree(port: number): Promise<boolean> {
	for (const host of ['127.0.0.1', undefined]) {
		const server = createServer();
		try {
			await once(server.listen({ port, host }), 'listening');
		} catch (error) {
			// No right to it is another problem, which the server itself reports.
			if (isTaken(error)) return false;
		}
		await new Promise((resolve) => server.close(resolve));
	}
	return true;
}

function isTaken(error: unknown): error is Readonly<Record<string, unknown>> {
	return isRecord(error) && error.code === 'EADDRINUSE';
}
