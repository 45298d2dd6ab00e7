/**
 * A copy of this project to deploy from and to change, and an account to deploy it to.
 * @module
 */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify, types } from 'node:util';
import type { Emulator } from '../../../emulator/core/emulator';
import { PROJECT } from '../../../emulator/products/serverless/hosting/functions-server';
import { type Deployment, readDeployment } from '../../../tools/account/deployed';
import { localBundle } from '../../../tools/deploy/bundle';
import { type DeployOptions, deployFunctions } from '../../../tools/deploy/functions';
import { planFunctions } from '../../../tools/deploy/functions-plan';
import { clientOf } from '../../support/client';

const NEEDED = ['.twilioserverlessrc', 'assets', 'build.ts', 'functions', 'package.json', 'src'];
export const SERVICE = 'ai-to-human-handoff';

/** A fresh clone, built. @returns its folder */
export async function cloneProject(): Promise<string> {
	const root = await mkdtemp(join(tmpdir(), 'handoff-clone-'));
	for (const name of NEEDED) await cp(join(PROJECT, name), join(root, name), { recursive: true });
	await symlink(join(PROJECT, 'node_modules'), join(root, 'node_modules'), 'junction');
	await build(root);
	return root;
}

/** Builds what is in a folder now, as `npm run build` does. */
export async function build(root: string): Promise<void> {
	await promisify(execFile)(process.execPath, [require.resolve('tsx/cli'), 'build.ts'], { cwd: root });
}

/** Deployments from one clone to one emulator, as a person would make them one after the other. */
export class Deployer {
	/** What was reported while it deployed, all runs. */
	readonly statuses: string[] = [];
	private readonly client;
	/** It trusts the emulator; the variable that says so has to be set before a process starts. */
	private readonly agent;

	constructor(
		readonly emulator: Emulator,
		readonly root: string,
		public variables: Readonly<Record<string, string>>,
	) {
		const { accountSid, authToken } = emulator.world.account;
		this.client = clientOf(emulator, { username: accountSid, password: authToken });
		const { httpClient } = clientOf(emulator);
		this.agent = httpClient?.axios.defaults.httpsAgent;
	}

	live(): Promise<Deployment | undefined> {
		return readDeployment(this.client, SERVICE, 'dev');
	}

	async plan() {
		return planFunctions(await localBundle(this.root), await this.live(), this.variables);
	}

	async deploy(options: Partial<DeployOptions> = {}): Promise<Deployment> {
		const { accountSid, authToken } = this.emulator.world.account;
		return deployFunctions({
			root: this.root,
			client: this.client,
			credentials: { username: accountSid, password: authToken },
			serviceName: SERVICE,
			environmentSuffix: 'dev',
			local: await localBundle(this.root),
			live: 'live' in options ? options.live : await this.live(),
			variables: this.variables,
			onStatus: (status) => this.statuses.push(status),
			agent: this.agent,
			...options,
		});
	}

	/** The message of a deployment that fails. */
	async failure(options: Partial<DeployOptions> = {}): Promise<string> {
		const error: unknown = await this.deploy(options).then(
			() => undefined,
			(thrown: unknown) => thrown,
		);
		// An error of Node's own is of another realm than the test's Error.
		if (!types.isNativeError(error)) throw new Error('The deployment succeeded');
		return error.message;
	}

	/** Requests since the last time that were more than reads, as `POST /v1/Services`, SIDs left out. */
	writes(): string[] {
		return this.emulator.requests
			.splice(0)
			.filter(({ method, url }) => method !== 'GET' && new URL(url).host.endsWith('.twilio.com'))
			.map(({ method, url }) => `${method} ${new URL(url).pathname.replace(/\/Z[A-Z][0-9a-f]{32}/g, '/*')}`);
	}
}
