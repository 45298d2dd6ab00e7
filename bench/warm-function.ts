/**
 * A warm process of a Function: started once, invoked one request at a time.
 * @module
 */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Job, Outcome } from './warm-process';

const ROOT = join(__dirname, '..');
const PROGRAM = join(ROOT, 'dist', 'bench', 'warm-process.js');

interface WarmFunctionOptions {
	/** The port of 127.0.0.1 that stands for `*.twilio.com`. */
	readonly port: number;
	/** The file with the certificate authority to trust. */
	readonly caPath: string;
	/** What the Function has in its context. */
	readonly settings: Readonly<Record<string, string>>;
}

let program: Promise<unknown> | undefined;

export class WarmFunction {
	private constructor(private readonly child: ChildProcess) {}

	/**
	 * Starts a process with `dist/functions/handoff.js`, which has to be built.
	 * @example
	 * const warm = await WarmFunction.start({ port: line.port, caPath: emulator.caPath, settings });
	 * await warm.run({ way: 'function', params: { CallSid: 'CA…' }, times: 1 });
	 * warm.stop();
	 */
	static async start({ port, caPath, settings }: WarmFunctionOptions): Promise<WarmFunction> {
		program ??= build({
			entryPoints: [join(__dirname, 'warm-process.ts')],
			outfile: PROGRAM,
			bundle: true,
			platform: 'node',
			external: ['twilio'],
			logLevel: 'warning',
		});
		await program;
		const { HTTP_PROXY: _, ...env } = process.env;
		const child = fork(
			PROGRAM,
			[join(ROOT, 'dist', 'functions', 'handoff.js'), String(port), JSON.stringify(settings)],
			{ env: { ...env, NODE_EXTRA_CA_CERTS: caPath }, execArgv: [] },
		);
		await nextMessage(child);
		return new WarmFunction(child);
	}

	/** @throws Error when the way itself fails; a Function's error is its response */
	async run(job: Job): Promise<Outcome> {
		const answer = nextMessage(this.child);
		this.child.send(job);
		return answer;
	}

	/** Stops the process as it stands, as the platform does between two invocations; `SIGCONT` lets it go on. */
	signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
		this.child.kill(signal);
	}

	stop(): void {
		this.child.kill('SIGKILL');
	}
}

function nextMessage(child: ChildProcess): Promise<Outcome> {
	return new Promise((resolve, reject) => {
		const onExit = () => reject(new Error('The process of the Function ended'));
		child.once('exit', onExit);
		child.once('message', (message: Outcome | { readonly error: string }) => {
			child.off('exit', onExit);
			if ('error' in message) reject(new Error(message.error));
			else resolve(message);
		});
	});
}
