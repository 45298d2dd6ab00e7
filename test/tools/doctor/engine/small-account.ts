/**
 * A small account for the tests of the engine: plain values instead of Twilio's resources.
 * @module
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import twilio from 'twilio';
import { HandoffError } from '../../../../src/http/errors';
import { AccountView } from '../../../../tools/account/account-view';
import { SetupError } from '../../../../tools/account/errors';
import type { Resources } from '../../../../tools/doctor/engine/apply';
import { applyFixes } from '../../../../tools/doctor/engine/apply-fixes';
import type { Finding } from '../../../../tools/doctor/engine/check';
import type { Edit, Fix, Json, JsonObject, SetEdit, Stage } from '../../../../tools/doctor/engine/fix';
import type { Resource } from '../../../../tools/doctor/engine/resource';
import { undoChanges } from '../../../../tools/doctor/engine/undo';
import { type Live, live, readUndoLog, UndoLog } from '../../../../tools/doctor/engine/undo-log';
import { nothingLive } from '../../../support/account-view';
import { ACCOUNT_SID, AUTH_TOKEN } from '../../../support/fixtures';

const folder = mkdtempSync(join(tmpdir(), 'handoff-setup-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A check is wrong as long as its value is not `good`. */
export class SmallAccount {
	readonly values = new Map<string, JsonObject>();
	readonly writes: string[] = [];
	readonly shown: string[] = [];
	answer: (asked: number) => boolean = () => true;
	failing: string | undefined;
	failure: Error = new SetupError('Twilio answered 500.');
	deployed = false;
	private asked = 0;
	readonly path = join(folder, `${Math.random()}.json`);

	constructor(
		readonly checks: readonly {
			name: string;
			stage: Stage;
			edits?: readonly Edit[];
			hidden?: string;
			needs?: readonly string[];
			/** Right when its edits are made, whatever its own value. */
			byEdits?: true;
		}[],
	) {}

	readonly account = new AccountView(twilio(ACCOUNT_SID, AUTH_TOKEN), undefined, {}, {}, nothingLive, {});

	readonly resource: Resource = {
		title: 'Thing',
		read: async (_account, id) => {
			// Only what was created can be gone.
			if (id === 'thing_1' && !this.values.has(id)) throw gone();
			return this.values.get(id) ?? { state: 'bad', other: 'kept' };
		},
		write: async (_account, id, whole) => {
			if (id === this.failing) throw this.failure;
			this.writes.push(id);
			this.values.set(id, whole);
		},
		create: async (_account, value) => {
			this.writes.push('new');
			this.values.set('thing_1', value);
			return 'thing_1';
		},
		delete: async (_account, id) => {
			if (!this.values.delete(id)) throw gone();
			this.writes.push(`delete ${id}`);
		},
	};

	/** The flow and the Functions. */
	readonly live: Resource = {
		title: 'Live',
		read: async () => ({ flow: this.liveFlow, functions: null }),
		write: async (_account, _id, whole) => {
			this.writes.push('live');
			this.liveFlow = live.parse(whole).flow;
		},
	};
	liveFlow: Live['flow'] = null;

	get resources(): Resources {
		const { resource } = this;
		return {
			env: resource,
			'orchestrator-configuration': resource,
			'intelligence-configuration': resource,
			'flex-configuration': resource,
			workflow: resource,
			workspace: resource,
			execution: resource,
			'phone-number': resource,
			'address-configuration': resource,
			live: this.live,
		};
	}

	state(name: string): Json | undefined {
		return this.values.get(name)?.state;
	}

	findings(): Finding[] {
		return this.checks
			.filter(({ hidden }) => hidden === undefined || this.state(hidden) === 'good')
			.map(({ name, stage, edits, needs, byEdits }) => {
				const isGood =
					(byEdits ? this.areMade(edits) : this.state(name) === 'good') ||
					(name === 'deployed' && this.deployed);
				return {
					check: `test/${name}`,
					title: name,
					status: isGood ? 'ok' : 'wrong',
					found: isGood ? 'good' : 'bad',
					expected: '',
					impact: '',
					advice: '',
					fixes: isGood ? [] : [{ ...this.fix(name, stage, edits), ...(needs && { needs }) }],
				};
			});
	}

	private areMade(edits: readonly Edit[] = []): boolean {
		return edits.every(
			(each) => each.edit === 'set' && this.values.get(each.id)?.[each.path[0] ?? ''] === each.after,
		);
	}

	private fix(name: string, stage: Stage, edits: readonly Edit[] | undefined): Fix {
		if (stage === 'deploy') return { stage, title: 'Deploy', edits: edits ?? [], deploy: true };
		return { stage, title: `Fix ${name}`, edits: edits ?? [good(name)] };
	}

	run(dryRun = false, together = false) {
		return applyFixes({
			together,
			examine: async () => ({ account: this.account, findings: this.findings() }),
			open: () => this.account,
			resources: this.resources,
			dialog: this.dialog,
			undo: new UndoLog(this.path, ACCOUNT_SID, '2026-11-22T10:00:00Z'),
			deploy: async () => {
				if (this.failing === 'deploy') throw new SetupError('it did not build.');
				this.writes.push('deploy');
				this.liveFlow = { sid: 'FWours', revision: (this.liveFlow?.revision ?? 0) + 1 };
				this.deployed = true;
				if (this.values.has('')) this.values.set('', { TWILIO_STUDIO_HANDOFF_FLOW_SID: 'FWours' });
				if (this.failing === 'smoke') throw new SetupError('it does not answer.');
			},
			dryRun,
		});
	}

	/** @returns how many changes were not undone */
	async undo(): Promise<number> {
		return (await this.undoChanges()).left;
	}

	/** As if setup had been killed: what the deployment changed is not logged. */
	forgetEnd(): void {
		const log = JSON.parse(this.undoText());
		for (const change of log.changes) {
			if (!change.before) continue;
			delete change.ended;
			change.steps = [];
		}
		writeFileSync(this.path, JSON.stringify(log));
	}

	undoChanges(skip: readonly string[] = []) {
		const changes = readUndoLog(this.path, ACCOUNT_SID);
		const { resources, dialog } = this;
		return undoChanges(changes, { open: () => this.account, resources, dialog, dryRun: false, skip });
	}

	logExists(): boolean {
		return existsSync(this.path);
	}

	undoText(): string {
		return readFileSync(this.path, 'utf8');
	}

	private readonly dialog = {
		show: (line: string) => {
			this.shown.push(line);
		},
		progress: () => {},
		agrees: async () => {
			this.asked += 1;
			return this.answer(this.asked);
		},
	};
}

/** What a request for something that does not exist throws. */
export function gone(): HandoffError {
	return new HandoffError(502, 'twilio_error', 'Twilio answered 404.', { cause: { status: 404 } });
}

/** The edit after which a check passes. */
export function good(name: string): SetEdit {
	return { edit: 'set', resource: 'workflow', id: name, path: ['state'], before: 'bad', after: 'good' };
}

/** Creates a resource, and attaches it to another. */
export const ATTACH_NEW: readonly Edit[] = [
	{ edit: 'create', resource: 'intelligence-configuration', value: { rules: [] } },
	{ edit: 'list', resource: 'workflow', id: 'ids', path: ['ids'], remove: [], add: ['{created}'] },
	good('ids'),
];

/** A check for each of four stages, the last stage first. */
export const four = [
	{ name: 'traffic', stage: 'traffic' },
	{ name: 'deployed', stage: 'deploy' },
	{ name: 'bridge', stage: 'orchestrator' },
	{ name: 'settings', stage: 'settings' },
] as const;
