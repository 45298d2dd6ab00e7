/**
 * Runs the checks of four products on an emulated account, and applies their fixes.
 * @module
 */
import { setTimeout as wait } from 'node:timers/promises';
import { Emulator } from '../../emulator/core/emulator';
import type { Configuration, PhoneNumber } from '../../emulator/core/world';
import type { Clock } from '../../src/twilio/time-budget';
import type { AccountView } from '../../tools/account/account-view';
import { addressConfigurationResource, conversationsClassic } from '../../tools/doctor/conversations-classic';
import { isUpdate, type Resources, unlogged, writeEdits } from '../../tools/doctor/engine/apply';
import type { Finding, Product } from '../../tools/doctor/engine/check';
import { inverseOf } from '../../tools/doctor/engine/edit';
import type { Edit } from '../../tools/doctor/engine/fix';
import type { Resource } from '../../tools/doctor/engine/resource';
import { examine } from '../../tools/doctor/engine/run';
import { flexConfigurationResource } from '../../tools/doctor/flex';
import { intelligence, intelligenceConfigurationResource } from '../../tools/doctor/intelligence';
import { orchestrator } from '../../tools/doctor/orchestrator';
import { orchestratorConfigurationResourceWith } from '../../tools/doctor/orchestrator/resource';
import { phoneNumberResource, phoneNumbers } from '../../tools/doctor/phone-numbers';
import { withoutNetwork } from '../emulator/client';
import { type ViewOptions, viewOf } from './account-view';

/** A clock that runs fifty times as fast as real time. */
export const hasty: Clock = { now: () => performance.now() * 50, sleep: (ms) => wait(ms / 50) };
/** The products whose checks run. */
export const PRODUCTS = [phoneNumbers, conversationsClassic, orchestrator, intelligence];

/** A healthy account on an emulator, which a test makes wrong and the fixes make healthy again. */
export class EmulatedAccount {
	options: ViewOptions = {};
	private readonly healthy;

	private constructor(readonly emulator: Emulator) {
		emulator.world.operations.ms = 0;
		this.healthy = structuredClone({ flex: emulator.world.flexConfiguration, maps: mapsOf(emulator) });
	}

	static async start(): Promise<EmulatedAccount> {
		return new EmulatedAccount(await Emulator.start());
	}

	/** Restores the healthy account. */
	reset(): void {
		const { flex, maps } = structuredClone(this.healthy);
		Object.assign(this.emulator.world.flexConfiguration, flex);
		mapsOf(this.emulator).forEach((map, index) => {
			map.clear();
			for (const [key, value] of maps[index] ?? []) map.set(key, value);
		});
		this.emulator.world.agentDomain = 'agent.example.com';
		this.emulator.world.defaultServiceSid = this.emulator.world.serviceSid;
		this.emulator.faults.clear();
		this.emulator.requests.splice(0);
		this.options = {};
	}

	stop(): Promise<void> {
		return this.emulator.stop();
	}

	/** Opens the account again: nothing is remembered from earlier reads. */
	view(): AccountView {
		const view = viewOf(this.emulator, this.options);
		// Each run sends some twenty requests, and these tests are not about TLS.
		withoutNetwork(view.twilio, this.emulator);
		return view;
	}

	/** The virtual agent's phone number. */
	get number(): PhoneNumber {
		const [number] = this.emulator.world.phoneNumbers.values();
		if (!number) throw new Error('The world has no phone number');
		return number;
	}

	/** Adds another phone number, whose messages Conversations receives. */
	addNumber(more: Partial<PhoneNumber>): PhoneNumber {
		const other = { ...this.number, sid: `PN${'2'.repeat(32)}`, phoneNumber: '+15005550007', ...more };
		this.emulator.world.phoneNumbers.set(other.sid, other);
		this.addAddress('sms', other.phoneNumber);
		return other;
	}

	/** Adds an address whose messages become conversations. */
	addAddress(type: 'sms' | 'whatsapp' | 'rcs', address: string): void {
		const { addressConfigurations, serviceSid: conversationServiceSid } = this.emulator.world;
		const sid = `IG${String(addressConfigurations.size).padStart(32, '0')}`;
		const autoCreation = { enabled: true, type: 'default' as const, conversationServiceSid };
		addressConfigurations.set(sid, { sid, type, address, friendlyName: '', autoCreation });
	}

	/** Runs the checks. */
	async findings(products: readonly Product[] = PRODUCTS): Promise<readonly Finding[]> {
		return examine(this.view(), products);
	}

	async finding(check: string): Promise<Finding> {
		return named(await this.findings(), check);
	}

	/** @returns the one finding that is wrong; expects it to be the only one */
	async onlyWrong(check: string): Promise<Finding> {
		const findings = await this.findings();
		expect(faultsIn(findings)).toEqual([`${check}: wrong`]);
		return named(findings, check);
	}

	/** Applies all fixes of a finding, and expects that nothing is wrong then. */
	async fix({ fixes }: Finding): Promise<readonly Finding[]> {
		expect(fixes.length).toBeGreaterThan(0);
		for (const { edits } of fixes) await this.write(edits);
		const findings = await this.findings();
		expect(faultsIn(findings)).toEqual([]);
		return findings;
	}

	/** Undoes what `fix` changed in existing resources. */
	undoChanges({ fixes }: Finding): Promise<void> {
		return this.write(fixes.flatMap(({ edits }) => edits.filter(isUpdate).map(inverseOf)));
	}

	/** Makes edits. */
	async write(edits: readonly Edit[]): Promise<void> {
		const { resources } = this;
		await writeEdits(edits, this.view(), { resources, begin: unlogged, progress: () => {} });
	}

	private get resources(): Resources {
		return {
			env: this.env,
			workflow: this.env,
			workspace: this.env,
			execution: this.env,
			live: this.env,
			'orchestrator-configuration': orchestratorConfigurationResourceWith(hasty),
			'intelligence-configuration': intelligenceConfigurationResource,
			'flex-configuration': flexConfigurationResource,
			'phone-number': phoneNumberResource,
			'address-configuration': addressConfigurationResource,
		};
	}

	private readonly env: Resource = {
		title: 'Settings',
		read: async ({ environment }) => environment,
		write: async (_account, _id, whole) => {
			const environment = Object.fromEntries(
				Object.entries(whole).map(([name, value]) => [name, String(value)]),
			);
			this.options = { ...this.options, environment };
		},
	};
}

/**
 * Starts one account for the tests of a file, and expects afterwards that no handler of the emulator crashed.
 * @param begin receives the account before each test, healthy again
 */
export function useAccount(begin: (account: EmulatedAccount) => void): void {
	let account: EmulatedAccount | undefined;
	beforeAll(async () => {
		account = await EmulatedAccount.start();
	});
	beforeEach(() => {
		account?.reset();
		if (account) begin(account);
	});
	afterAll(async () => {
		await account?.stop();
		expect(account?.emulator.crashes).toEqual([]);
	});
}

function mapsOf({ world }: Emulator): Map<unknown, unknown>[] {
	return Object.values(world).filter((value) => value instanceof Map);
}

/** The agent's own Orchestrator configuration. */
export function configurationOf({ world }: Emulator): Configuration {
	const configuration = world.configurations.get(world.configurationId);
	if (!configuration) throw new Error('The world has no configuration');
	return configuration;
}

function named(findings: readonly Finding[], check: string): Finding {
	const found = findings.find((finding) => finding.check === check);
	if (!found) throw new Error(`Check ${check} not found`);
	return found;
}

function faultsIn(findings: readonly Finding[]): string[] {
	return findings
		.filter(({ status }) => status === 'wrong' || status === 'unreadable')
		.map(({ check, status, found }) => `${check}: ${status === 'wrong' ? status : found}`);
}
