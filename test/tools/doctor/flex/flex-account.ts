/**
 * Flex in an emulated account, as its checks see it.
 * @module
 */
import { Emulator } from '../../../../emulator/core/emulator';
import { flexConfiguration, seed } from '../../../../emulator/core/healthy-account';
import type { Finding } from '../../../../tools/doctor/engine/check';
import { flex } from '../../../../tools/doctor/flex';
import { type ViewOptions, viewOf } from '../../../support/account-view';
import * as engine from '../engine/findings';

/** 32 digits of a SID that no account here has. */
export const ELSEWHERE = '9'.repeat(32);

/** One emulator for a file of tests, and a healthy account in it for each. */
export class FlexAccount {
	private constructor(readonly emulator: Emulator) {}

	static async start(): Promise<FlexAccount> {
		return new FlexAccount(await Emulator.start());
	}

	get world() {
		return this.emulator.world;
	}

	/** The only workflow. */
	get workflow() {
		const workflow = this.world.workflows.get(this.world.workflowSid);
		if (!workflow) throw new Error('The world has no workflow');
		return workflow;
	}

	/** Makes the account healthy again. */
	reset(): void {
		const { world } = this;
		this.emulator.faults.clear();
		for (const map of [world.workflows, world.taskQueues, world.taskChannels, world.workers]) map.clear();
		seed(world);
		Object.assign(world.flexConfiguration, flexConfiguration(world));
		engine.reportTasks(this.emulator);
	}

	async stop(): Promise<void> {
		await this.emulator.stop();
		expect(this.emulator.crashes).toEqual([]);
	}

	view(options: ViewOptions = {}) {
		return viewOf(this.emulator, { ...options, project: engine.deployed });
	}

	/** What is wrong or unreadable, of all checks of Flex. */
	faults(options: ViewOptions = {}): Promise<Finding[]> {
		return engine.faults(this.view(options), [flex]);
	}

	/** What one check finds. */
	async finding(id: string, options: ViewOptions = {}): Promise<Finding | undefined> {
		const checks = flex.checks.filter(({ name }) => `flex/${name}` === id);
		return (await engine.findings(this.view(options), [{ ...flex, checks }])).get(id);
	}

	/** Applies the fixes of what is wrong. @returns what is wrong then */
	async fix(options: ViewOptions = {}): Promise<Finding[]> {
		const environment = await engine.fix(this.view(options), await this.faults(options));
		return this.faults({ ...options, environment: { ...options.environment, ...environment } });
	}
}

/** Starts one account for the tests of a file. @param begin receives it before each test, healthy again */
export function useFlexAccount(begin: (account: FlexAccount) => void): void {
	let account: FlexAccount | undefined;
	beforeAll(async () => {
		account = await FlexAccount.start();
	});
	beforeEach(() => {
		account?.reset();
		if (account) begin(account);
	});
	afterAll(() => account?.stop());
}
