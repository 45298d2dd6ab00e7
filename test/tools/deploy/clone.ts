/**
 * A fresh clone of this project, an account to deploy it to, and the commands run there as a person would.
 * @module
 */
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
	appendFileSync,
	cpSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Emulator } from '../../../emulator/core/emulator';
import { PROJECT } from '../../../emulator/products/serverless/hosting/functions-server';
import { type FlowDefinition, flowDefinition } from '../../../studio/definition';

export interface Outcome {
	readonly code: number;
	/** Standard output and error in one. */
	readonly output: string;
}

export class Clone {
	/** What the commands find in the shell, besides the way to the emulator. */
	readonly shell: Record<string, string> = {};

	private constructor(
		readonly emulator: Emulator,
		readonly root: string,
	) {}

	/**
	 * What git would hand out if everything here were committed now.
	 * @param emulator the account; a new one unless given, as for the clone of a second person
	 */
	static async start(emulator?: Emulator): Promise<Clone> {
		const root = mkdtempSync(join(tmpdir(), 'handoff-clone-'));
		const git = (...args: string[]) => execFileSync('git', args, { cwd: PROJECT, encoding: 'utf8' });
		const files = git('ls-files', '--cached', '--others', '--exclude-standard').split('\n');
		const deleted = new Set(git('ls-files', '--deleted').split('\n'));
		for (const file of files) {
			if (file !== '' && !deleted.has(file)) cpSync(join(PROJECT, file), join(root, file));
		}
		symlinkSync(join(PROJECT, 'node_modules'), join(root, 'node_modules'), 'junction');
		const clone = new Clone(emulator ?? (await Emulator.start()), root);
		clone.emulator.hosting.isWarm = true;
		clone.git('init', '--quiet');
		clone.commit('as cloned');
		const { world } = clone.emulator;
		writeFileSync(
			clone.envFile,
			[
				'# One file for the agent and this project.',
				`ACCOUNT_SID=${world.account.accountSid}`,
				`AUTH_TOKEN=${world.account.authToken}`,
				`TWILIO_AUTH_TOKEN=${world.account.authToken}`,
				`TWILIO_API_KEY=${world.account.apiKey}`,
				`TWILIO_API_SECRET=${world.account.apiSecret}`,
				`TWILIO_PHONE_NUMBER=${world.phoneNumber}`,
				'',
			].join('\n'),
		);
		return clone;
	}

	get envFile(): string {
		return join(this.root, '.env');
	}

	/** @throws Error unless the account has exactly one flow */
	get onlyFlow() {
		const [only, ...others] = this.emulator.world.flows.values();
		if (!only || others.length > 0) throw new Error('There is not exactly one flow');
		return only;
	}

	get template(): FlowDefinition {
		return flowDefinition.parse(JSON.parse(readFileSync(this.templateFile, 'utf8')));
	}

	/** Changes the flow in the folder, as a team of its own would. */
	editTemplate(edit: (flow: FlowDefinition) => void): void {
		const flow = this.template;
		edit(flow);
		writeFileSync(this.templateFile, JSON.stringify(flow, undefined, '\t'));
	}

	/** `npx handoff deploy`, as the README has it. */
	npmRunDeploy(...args: string[]): Promise<Outcome> {
		return this.run('npm', ['run', 'deploy', ...args]);
	}

	/** The same without the checks, which take longer than all the rest. */
	deploy(...args: string[]): Promise<Outcome> {
		return this.handoff('deploy', '--skip-check', ...args);
	}

	/**
	 * A deploy in a terminal where Ctrl-C is pressed, which every process there gets.
	 * @param when how far it has to be
	 * @param times half a second apart
	 * @param temporary the folder for its temporary files
	 */
	async interruptDeploy(when: () => boolean, times: number, temporary: string): Promise<Outcome> {
		const env = { ...this.environment, TMPDIR: temporary };
		const child = spawn(process.execPath, ['bin/handoff.js', 'deploy', '--skip-check'], {
			cwd: this.root,
			env,
			detached: true,
		});
		let output = '';
		for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
		const ended = once(child, 'close');
		while (!when() && child.exitCode === null) await sleep(20);
		for (let pressed = 0; pressed < times; pressed++) {
			if (pressed > 0) await sleep(500);
			if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGINT');
		}
		const [code] = await ended;
		return { code: Number(code), output };
	}

	/** Any command of ours, as `npx handoff` runs it. */
	handoff(...args: string[]): Promise<Outcome> {
		return this.run(process.execPath, ['bin/handoff.js', ...args]);
	}

	/** `handoff flow …` */
	flow(...args: string[]): Promise<Outcome> {
		return this.handoff('flow', ...args);
	}

	/** `handoff doctor …` */
	doctor(...args: string[]): Promise<Outcome> {
		return this.handoff('doctor', ...args);
	}

	/** `handoff setup …` */
	setup(...args: string[]): Promise<Outcome> {
		return this.handoff('setup', ...args);
	}

	/** Adds settings to `.env`. Of a name that is there already the last one counts. */
	addSettings(settings: Readonly<Record<string, string>>): void {
		const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
		appendFileSync(this.envFile, lines.join(''));
	}

	commit(message: string): void {
		this.git('add', '--all');
		this.git(
			'-c',
			'user.name=Kim',
			'-c',
			'user.email=kim@example.com',
			'commit',
			'--quiet',
			'--message',
			message,
		);
	}

	/** Throws away what was not committed. */
	restore(): void {
		this.git('checkout', '--quiet', '.');
	}

	/** The project's version in the folder, which decides that of the Functions. */
	setVersion(version: string): void {
		const file = join(this.root, 'package.json');
		const manifest = readFileSync(file, 'utf8');
		writeFileSync(file, manifest.replace(/"version": "[^"]*"/, `"version": "${version}"`));
	}

	/** What was written to the account since the last time, as `POST studio.twilio.com/v2/Flows`, SIDs left out. */
	writes(): string[] {
		return this.emulator.requests
			.splice(0)
			.filter(({ method }) => method !== 'GET')
			.map(({ method, url }) => {
				const { host, pathname } = new URL(url);
				return `${method} ${host}${pathname.replace(/\/[A-Z]{2}[0-9a-f]{32}/g, '/*')}`;
			});
	}

	async stop(): Promise<void> {
		await this.emulator.stop();
		rmSync(this.root, { recursive: true, force: true });
	}

	private get templateFile(): string {
		return join(this.root, 'studio', 'agent-handoff.json');
	}

	private get environment(): NodeJS.ProcessEnv {
		// Jest's own NODE_ENV would change how Twilio's library retries.
		return { ...process.env, NODE_ENV: 'production', ...this.emulator.env(), ...this.shell };
	}

	private git(...args: string[]): void {
		execFileSync('git', args, { cwd: this.root });
	}

	private run(command: string, args: readonly string[]): Promise<Outcome> {
		const env = this.environment;
		return new Promise((resolve) => {
			execFile(command, args, { cwd: this.root, env }, (error, stdout, stderr) => {
				resolve({
					code: typeof error?.code === 'number' ? error.code : error ? 1 : 0,
					output: stdout + stderr,
				});
			});
		});
	}
}
