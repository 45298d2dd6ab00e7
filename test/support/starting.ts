/**
 * `handoff start` as a real process, with ports and a folder of its own.
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Ports } from '../../emulator/local-stack/ports';
import { ROOT } from '../../tools/account/project';

export interface Started {
	readonly process: ChildProcess;
	readonly port: number;
	output(): string;
	/** Resolves when it has printed this. @throws Error with its output when it ends without it, or after 60 s */
	printed(text: string | RegExp): Promise<void>;
	/** Resolves with the exit code. */
	readonly ended: Promise<number | null>;
	/** Ends it if it still runs, and removes its folder. */
	clean(): Promise<void>;
}

/** Four ports in a row that are free. */
export async function freePorts(): Promise<number> {
	for (let port = 20_000 + (process.pid % 2_000) * 10; port < 65_000; port += 10) {
		const ports = new Ports(port, ['the Functions', 'the console', 'the proxy', 'the Python agent'], '');
		const isFree = await ports.requireFree().then(
			() => true,
			() => false,
		);
		if (isFree) return port;
	}
	throw new Error('no free ports');
}

/**
 * @param command `['node', 'bin/handoff.js', 'start']` or `['npm', 'start']`
 * @param port the first; free ones by default
 */
export async function startProcess(
	[file = '', ...args]: readonly string[],
	{ port, env = {} }: { readonly port?: number; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Started> {
	const first = port ?? (await freePorts());
	const folder = mkdtempSync(join(tmpdir(), 'handoff-start-'));
	const { npm_lifecycle_event: _, ...inherited } = process.env;
	const child = spawn(file === 'node' ? process.execPath : file, args, {
		cwd: ROOT,
		detached: true,
		env: { ...inherited, PORT: String(first), HANDOFF_EMULATOR_FOLDER: folder, ...env },
	});
	let text = '';
	for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (text += data));
	const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
	let hasEnded = false;
	void ended.then(() => {
		hasEnded = true;
	});
	return {
		process: child,
		port: first,
		output: () => text,
		ended,
		async printed(wanted) {
			for (let tries = 0; tries < 600 && !hasEnded; tries++) {
				if (typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text)) return;
				await wait(100);
			}
			throw new Error(`"${wanted}" was not printed:\n${text}`);
		},
		async clean() {
			if (!hasEnded) child.kill('SIGTERM');
			await ended;
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

/** Whether nothing listens on the ports of a start any more, within 10 s. */
export async function areFree(port: number): Promise<boolean> {
	const ports = new Ports(port, ['the Functions', 'the console', 'the proxy', 'the Python agent'], '');
	for (let tries = 0; tries < 100; tries++) {
		const isFree = await ports.requireFree().then(
			() => true,
			() => false,
		);
		if (isFree) return true;
		await wait(100);
	}
	return false;
}
