/**
 * A healthy account on an emulator, which a test makes wrong: runs doctor's checks on it, and applies their fixes.
 * @module
 */
import { setTimeout as wait } from 'node:timers/promises';
import { types } from 'node:util';
import { Emulator } from '../../emulator/core/emulator';
import type { Configuration, PhoneNumber, Workflow, World } from '../../emulator/core/world';
import type { Clock } from '../../src/twilio/time-budget';
import type { AccountView, FlowView } from '../../tools/account/account-view';
import { isUpdate, type Resources, unlogged, writeEdits } from '../../tools/doctor/engine/apply';
import type { Finding } from '../../tools/doctor/engine/check';
import { inverseOf } from '../../tools/doctor/engine/edit';
import type { Edit } from '../../tools/doctor/engine/fix';
import type { Resource } from '../../tools/doctor/engine/resource';
import { examine } from '../../tools/doctor/engine/run';
import { orchestratorConfigurationResourceWith } from '../../tools/doctor/orchestrator/resource';
import { PRODUCTS } from '../../tools/doctor/products';
import { resourcesWith } from '../../tools/doctor/resources';
import { deployed, flow, live, type ViewOptions, viewOf } from './account-view';
import { withoutNetwork } from './client';

/** A clock that runs fifty times as fast as real time. */
export const hasty: Clock = { now: () => performance.now() * 50, sleep: (ms) => wait(ms / 50) };
/** 32 digits of a SID that no account here has. */
export const ELSEWHERE = '9'.repeat(32);

/** One account for the tests of a file, healthy again before each. */
export function useAccount(): EmulatedAccount {
	const account = new EmulatedAccount();
	beforeAll(() => account.start());
	beforeEach(() => account.reset());
	afterAll(() => account.stop());
	return account;
}

export class EmulatedAccount {
	/** How the next views see the account: `.env`, and what of the project is deployed (everything, unless said here). */
	options: ViewOptions = {};
	private started: { readonly emulator: Emulator; readonly healthy: Record<string, unknown> } | undefined;

	async start(): Promise<void> {
		const emulator = await Emulator.start();
		const { world } = emulator;
		world.operations.ms = 0;
		world.workspace.eventCallbackUrl = `https://${live.domain}/task-events`;
		world.workspace.eventsFilter = 'task.canceled';
		this.started = { emulator, healthy: structuredClone(dataOf(world)) };
	}

	/** Expects that no handler of the emulator crashed. */
	async stop(): Promise<void> {
		await this.emulator.stop();
		expect(this.emulator.crashes).toEqual([]);
	}

	/** Restores the healthy account. */
	reset(): void {
		const { world, faults, requests } = this.emulator;
		for (const [name, value] of Object.entries(structuredClone(this.started?.healthy ?? {}))) {
			const map: unknown = Reflect.get(world, name);
			// `structuredClone` makes a Map of another realm than Jest's tests.
			if (types.isMap(map) && types.isMap(value)) {
				map.clear();
				for (const [key, each] of value) map.set(key, each);
			} else Reflect.set(world, name, value);
		}
		faults.clear();
		requests.splice(0);
		this.options = {};
	}

	get emulator(): Emulator {
		if (!this.started) throw new Error('The emulator is not started yet');
		return this.started.emulator;
	}

	get world(): World {
		return this.emulator.world;
	}

	/** The virtual agent's phone number. */
	get number(): PhoneNumber {
		const [number] = this.world.phoneNumbers.values();
		if (!number) throw new Error('The world has no phone number');
		return number;
	}

	/** The virtual agent's Orchestrator configuration. */
	get configuration(): Configuration {
		const configuration = this.world.configurations.get(this.world.configurationId);
		if (!configuration) throw new Error('The world has no configuration');
		return configuration;
	}

	/** The only workflow. */
	get workflow(): Workflow {
		const workflow = this.world.workflows.get(this.world.workflowSid);
		if (!workflow) throw new Error('The world has no workflow');
		return workflow;
	}

	/** Adds another phone number, whose messages Conversations receives. */
	addNumber(more: Partial<PhoneNumber>): PhoneNumber {
		const other = { ...this.number, sid: `PN${'2'.repeat(32)}`, phoneNumber: '+15005550007', ...more };
		this.world.phoneNumbers.set(other.sid, other);
		this.addAddress('sms', other.phoneNumber);
		return other;
	}

	/** Adds an address whose messages become conversations. */
	addAddress(type: 'sms' | 'whatsapp' | 'rcs', address: string): void {
		const { addressConfigurations, serviceSid: conversationServiceSid } = this.world;
		const sid = `IG${String(addressConfigurations.size).padStart(32, '0')}`;
		const autoCreation = { enabled: true, type: 'default' as const, conversationServiceSid };
		addressConfigurations.set(sid, { sid, type, address, friendlyName: '', autoCreation });
	}

	/** Changes what is live of the flow, and of the project beside it. */
	setFlow(changed: Partial<FlowView>, project: ViewOptions['project'] = {}): void {
		this.options = { project: { flow: async () => ({ ...flow, ...changed }), ...project } };
	}

	/** Opens the account again: nothing is remembered from earlier reads. */
	view(): AccountView {
		const { project, ...options } = this.options;
		const view = viewOf(this.emulator, { ...options, project: { ...deployed, ...project } });
		// Each run sends some forty requests, and these tests are not about TLS.
		withoutNetwork(view.twilio, this.emulator);
		if (view.agent) withoutNetwork(view.agent, this.emulator);
		return view;
	}

	/** What the checks of all products find. */
	findings(): Promise<readonly Finding[]> {
		return examine(this.view(), PRODUCTS);
	}

	async finding(check: string): Promise<Finding> {
		const found = (await this.findings()).find((finding) => finding.check === check);
		if (!found) throw new Error(`Check ${check} not found`);
		return found;
	}

	/** What is wrong or unreadable. Each fault of an account should cause one. */
	async faults(): Promise<readonly Finding[]> {
		return (await this.findings()).filter(isFault);
	}

	/** @returns the one finding that is wrong; expects it to be the only one */
	async onlyWrong(check: string): Promise<Finding> {
		const faults = await this.faults();
		expect(faults.map(shown)).toEqual([`${check}: wrong`]);
		return faults[0] ?? this.finding(check);
	}

	/** Applies all fixes of a finding, and expects that nothing is wrong then. */
	async fix({ fixes }: Finding): Promise<readonly Finding[]> {
		expect(fixes.length).toBeGreaterThan(0);
		for (const { edits } of fixes) await this.write(edits);
		const findings = await this.findings();
		expect(findings.filter(isFault).map(shown)).toEqual([]);
		return findings;
	}

	/** Undoes what `fix` changed in existing resources. */
	undoChanges({ fixes }: Finding): Promise<void> {
		return this.write(fixes.flatMap(({ edits }) => edits.filter(isUpdate).map(inverseOf)));
	}

	/** Makes edits. */
	async write(edits: readonly Edit[]): Promise<void> {
		await writeEdits(edits, this.view(), {
			resources: this.resources,
			begin: unlogged,
			progress: () => {},
			notice: () => {},
		});
	}

	/** How setup reads and writes each kind of resource; settings are those of `options`. */
	get resources(): Resources {
		const refuse = () => Promise.reject(new Error('no fix here reads or writes what is live'));
		const env: Resource = {
			title: 'Settings',
			read: async ({ environment }) => environment,
			write: async (_account, _id, whole, changed) => {
				const values = changed.map(([name = '']) => [name, String(whole[name] ?? '')]);
				const environment = { ...this.options.environment, ...Object.fromEntries(values) };
				this.options = { ...this.options, environment };
			},
		};
		return {
			...resourcesWith({ env, live: { title: 'Live', read: refuse, write: refuse } }),
			'orchestrator-configuration': orchestratorConfigurationResourceWith(hasty),
		};
	}
}

/** The fields of a world that are data, but for what is deployed, which no check here changes. */
function dataOf({ events: _, serverless: __, ...fields }: World): Record<string, unknown> {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => typeof value !== 'function'));
}

function isFault({ status }: Finding): boolean {
	return status === 'wrong' || status === 'unreadable';
}

function shown({ check, status, found }: Finding): string {
	return `${check}: ${status === 'wrong' ? status : found}`;
}
