/** The engine of setup: what it proposes, in which order, what it asks, and what it does when something fails. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import twilio from 'twilio';
import { AccountView } from '../../setup/account-view';
import type { Finding } from '../../setup/check';
import { RefusedError, SetupError } from '../../setup/errors';
import { type Live, live } from '../../setup/live';
import type { Edit, Json, JsonObject, Mend, SetEdit, Stage } from '../../setup/mend';
import type { Resource } from '../../setup/resource';
import { setUp } from '../../setup/set-up';
import { takeBack } from '../../setup/take-back';
import { readUndoFile, UndoFile } from '../../setup/undo-file';
import type { Resources } from '../../setup/write-edits';
import { HandoffError } from '../../src/errors';
import { failureOf } from '../fakes';
import { ACCOUNT_SID, AUTH_TOKEN } from '../fixtures';
import { nothingLive } from './account-view';

const folder = mkdtempSync(join(tmpdir(), 'handoff-setup-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** An account of plain values: a check is wrong as long as its value is not `good`. */
class Ground {
	readonly values = new Map<string, JsonObject>();
	readonly writes: string[] = [];
	readonly shown: string[] = [];
	answer: (asked: number) => boolean = () => true;
	failing: string | undefined;
	failure: Error = new SetupError('Twilio answered 500.');
	deployed = false;
	private asked = 0;
	private readonly path = join(folder, `${Math.random()}.json`);

	constructor(
		readonly checks: readonly {
			name: string;
			stage: Stage;
			edits?: readonly Edit[];
			hidden?: string;
			needs?: readonly string[];
		}[],
	) {}

	readonly account = new AccountView(twilio(ACCOUNT_SID, AUTH_TOKEN), undefined, {}, {}, nothingLive, {});

	readonly resource: Resource = {
		title: 'Thing',
		read: async (_account, id) => this.values.get(id) ?? { state: 'bad', other: 'kept' },
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
			this.writes.push(`delete ${id}`);
			this.values.delete(id);
		},
	};

	/** The flow and the Functions: here, texts. */
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
			.map(({ name, stage, edits, needs }) => {
				const isGood = this.state(name) === 'good' || (name === 'deployed' && this.deployed);
				return {
					check: `test/${name}`,
					title: name,
					status: isGood ? 'ok' : 'wrong',
					found: isGood ? 'good' : 'bad',
					expected: '',
					consequence: '',
					remedy: '',
					mends: isGood ? [] : [{ ...this.mend(name, stage, edits), ...(needs && { needs }) }],
				};
			});
	}

	private mend(name: string, stage: Stage, edits: readonly Edit[] | undefined): Mend {
		if (stage === 'deploy') return { stage, title: 'Deploy', edits: edits ?? [], deploy: true };
		return { stage, title: `Mend ${name}`, edits: edits ?? [good(name)] };
	}

	run(dryRun = false) {
		return setUp({
			examine: async () => ({ account: this.account, findings: this.findings() }),
			open: () => this.account,
			resources: this.resources,
			dialog: this.dialog,
			undo: new UndoFile(this.path, ACCOUNT_SID, {}, '2026-11-22T10:00:00Z'),
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

	/** @returns how many changes were not taken back */
	async undo(): Promise<number> {
		return (await this.takeBack()).left;
	}

	takeBack() {
		const changes = readUndoFile(this.path, ACCOUNT_SID, {});
		const { resources, dialog } = this;
		return takeBack(changes, { open: () => this.account, resources, dialog, dryRun: false });
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

function good(name: string): SetEdit {
	return { edit: 'set', resource: 'workflow', id: name, path: ['state'], before: 'bad', after: 'good' };
}

/** Makes one anew, and names it in another. */
const ATTACH_NEW: readonly Edit[] = [
	{ edit: 'create', resource: 'intelligence-configuration', value: { rules: [] } },
	{ edit: 'list', resource: 'workflow', id: 'ids', path: ['ids'], remove: [], add: ['{created}'] },
	good('ids'),
];

const four = [
	{ name: 'traffic', stage: 'traffic' },
	{ name: 'deployed', stage: 'deploy' },
	{ name: 'bridge', stage: 'orchestrator' },
	{ name: 'settings', stage: 'settings' },
] as const;

test('the receiving side is mended first, and customers’ traffic is turned last', async () => {
	const ground = new Ground(four);
	const { done, examined } = await ground.run();
	expect(ground.writes).toEqual(['settings', 'bridge', 'deploy', 'traffic']);
	expect(done).toEqual(['Mend settings', 'Mend bridge', 'Deploy', 'Mend traffic']);
	expect(examined.findings.every(({ status }) => status === 'ok')).toBe(true);
	expect(ground.values.get('bridge')).toEqual({ state: 'good', other: 'kept' });
});

test('each change is shown with its reason, before and after, before it is made', async () => {
	const ground = new Ground([{ name: 'bridge', stage: 'orchestrator' }]);
	ground.answer = () => {
		expect(ground.writes).toEqual([]);
		expect(ground.shown.join('\n')).toBe(
			'\nMend bridge\n  since test/bridge: bad\n  Thing bridge state: bad → good',
		);
		return true;
	};
	await ground.run();
	expect(ground.writes).toEqual(['bridge']);
});

test('a second run changes nothing', async () => {
	const ground = new Ground(four);
	await ground.run();
	ground.writes.length = 0;
	expect((await ground.run()).done).toEqual([]);
	expect(ground.writes).toEqual([]);
});

test('a dry run shows everything and changes nothing', async () => {
	const ground = new Ground(four);
	const { left } = await ground.run(true);
	expect(left).toHaveLength(4);
	expect(ground.writes).toEqual([]);
	expect(ground.shown.join('\n')).toContain('Mend traffic');
});

test('a change that needs another comes after it, and not at all when that is declined', async () => {
	const start = () => {
		const ground = new Ground([
			{ name: 'captures', stage: 'traffic', needs: ['test/addresses'] },
			{ name: 'addresses', stage: 'traffic' },
		]);
		return ground;
	};
	const agreed = start();
	await agreed.run();
	expect(agreed.writes).toEqual(['addresses', 'captures']);
	const declined = start();
	declined.answer = () => false;
	expect((await declined.run()).left).toEqual(['Mend addresses']);
	expect(declined.shown.join('\n')).toMatch(/ {2}Mend captures\nFirst mend:\n {2}test\/addresses: bad/);
});

test('what is declined is not made, and the traffic stays where it is', async () => {
	const ground = new Ground(four);
	ground.answer = (asked) => asked !== 2;
	const { done, left } = await ground.run();
	expect(done).toEqual(['Mend settings', 'Deploy']);
	expect(left).toEqual(['Mend bridge']);
	expect(ground.shown.join('\n')).toContain(
		'customers would be left with nobody, or with an agent that cannot hand them over',
	);
	expect(ground.shown.join('\n')).toContain('test/bridge: bad');
});

test('what shows only when something else is mended is mended in the next round', async () => {
	const ground = new Ground([
		{ name: 'late', stage: 'settings', hidden: 'early' },
		{ name: 'early', stage: 'flex' },
	]);
	expect((await ground.run()).done).toEqual(['Mend early', 'Mend late']);
});

test('a change that fails stops the run, says what was done, and all of that can be taken back', async () => {
	const ground = new Ground(four);
	ground.failing = 'deploy';
	const error = await failureOf(() => ground.run());
	expect(String(error)).toContain('"Deploy" failed: it did not build.');
	expect(String(error)).toContain('Done before it: Mend settings; Mend bridge.');
	expect(ground.state('traffic')).toBeUndefined();
	expect(await ground.undo()).toBe(0);
	expect([ground.state('settings'), ground.state('bridge')]).toEqual(['bad', 'bad']);
	expect(ground.shown.join('\n')).toContain('Before it was live: no flow, no Functions.');
});

describe('a deployment', () => {
	const start = () => {
		const ground = new Ground([{ name: 'deployed', stage: 'deploy' }]);
		ground.liveFlow = { sid: 'FWours', revision: 3 };
		return ground;
	};

	test('gives way to what was live before', async () => {
		const ground = start();
		await ground.run();
		expect(await ground.undo()).toBe(0);
		expect(ground.liveFlow).toEqual({ sid: 'FWours', revision: 3 });
		expect(ground.writes).toEqual(['deploy', 'live']);
		expect(ground.shown.join('\n')).toContain('Before it was live: flow FWours revision 3, no Functions.');
	});

	test('that fails half-way does, too', async () => {
		const ground = start();
		ground.failing = 'smoke';
		expect(String(await failureOf(() => ground.run()))).toContain('it does not answer');
		expect(await ground.undo()).toBe(0);
		expect(ground.liveFlow).toEqual({ sid: 'FWours', revision: 3 });
	});

	test('over which somebody deployed again stays', async () => {
		const ground = start();
		await ground.run();
		ground.liveFlow = { sid: 'FWours', revision: 5 };
		expect(await ground.undo()).toBe(1);
		expect(ground.liveFlow).toEqual({ sid: 'FWours', revision: 5 });
	});
});

test('a change that does not help is not made for ever', async () => {
	const edits: Edit[] = [good('elsewhere')];
	const ground = new Ground([{ name: 'stubborn', stage: 'flex', edits }]);
	expect(String(await failureOf(() => ground.run()))).toContain('still fails');
	expect(ground.writes).toEqual(['elsewhere']);
});

test('what is made on the way is named in the next edit, and taken back in the other order', async () => {
	const ground = new Ground([{ name: 'ids', stage: 'intelligence', edits: ATTACH_NEW }]);
	await ground.run();
	expect(ground.values.get('ids')).toEqual({ state: 'good', other: 'kept', ids: ['thing_1'] });
	// Both edits of one resource are one write.
	expect(ground.writes).toEqual(['new', 'ids']);
	expect(await ground.undo()).toBe(0);
	expect(ground.values.get('ids')).toEqual({ state: 'bad', other: 'kept', ids: [] });
	expect(ground.writes.at(-1)).toBe('delete thing_1');
});

test('what setup made and somebody changed is not deleted', async () => {
	const edits: Edit[] = [{ edit: 'create', resource: 'workflow', value: { state: 'new' } }, good('ids')];
	const ground = new Ground([{ name: 'ids', stage: 'intelligence', edits }]);
	await ground.run();
	ground.values.set('thing_1', { state: 'theirs' });
	expect(await ground.undo()).toBe(1);
	expect(ground.shown.join('\n')).toContain('Thing thing_1 is not as setup made it: somebody changed it.');
	ground.values.set('thing_1', { state: 'new' });
	expect(await ground.undo()).toBe(0);
	expect(ground.values.has('thing_1')).toBe(false);
});

test('the steps of one change are taken back together, or not at all from the first that fails', async () => {
	const ground = new Ground([{ name: 'ids', stage: 'intelligence', edits: ATTACH_NEW }]);
	await ground.run();
	ground.failing = 'ids';
	expect(await ground.undo()).toBe(1);
	// It is still in use, so it is not deleted.
	expect(ground.values.get('ids')).toMatchObject({ ids: ['thing_1'] });
	expect(ground.values.has('thing_1')).toBe(true);
	ground.failing = undefined;
	let asked = 0;
	ground.answer = () => {
		asked += 1;
		return true;
	};
	expect(await ground.undo()).toBe(0);
	expect(asked).toBe(1);
});

test('what is back already is not said to be taken back', async () => {
	const ground = new Ground(four);
	await ground.run();
	expect(await ground.takeBack()).toEqual({ taken: 3, already: 0, left: 0, nothing: 1 });
	expect(await ground.takeBack()).toEqual({ taken: 0, already: 3, left: 0, nothing: 1 });
});

test('as long as customers are turned to the agent, what hands them over stays', async () => {
	const ground = new Ground(four);
	await ground.run();
	ground.answer = () => false;
	expect(await ground.takeBack()).toEqual({ taken: 0, already: 0, left: 4, nothing: 0 });
	expect(ground.shown.join('\n')).toMatch(/run this again:\n {2}Deploy\n {2}Mend bridge/);
	ground.answer = () => true;
	ground.failing = 'traffic';
	expect(await ground.takeBack()).toMatchObject({ taken: 0, left: 4 });
	expect([ground.state('traffic'), ground.state('bridge'), ground.state('settings')]).toEqual([
		'good',
		'good',
		'good',
	]);
	ground.failing = undefined;
	expect(await ground.undo()).toBe(0);
});

test('a change of traffic that stays keeps those before it where they are', async () => {
	const ground = new Ground([
		{ name: 'addresses', stage: 'traffic' },
		{ name: 'captures', stage: 'traffic', needs: ['test/addresses'] },
	]);
	await ground.run();
	ground.failing = 'captures';
	expect(await ground.takeBack()).toMatchObject({ taken: 0, left: 2 });
	expect(ground.state('addresses')).toBe('good');
});

test('what is gone is taken back', async () => {
	const ground = new Ground([{ name: 'bridge', stage: 'orchestrator' }]);
	await ground.run();
	ground.failing = 'bridge';
	ground.failure = new HandoffError(502, 'twilio_error', 'Twilio answered 404.', { cause: { status: 404 } });
	expect(await ground.takeBack()).toMatchObject({ already: 1, left: 0 });
});

test('a note where certainty is needed holds a change back', async () => {
	const ground = new Ground([{ name: 'captures', stage: 'traffic', needs: ['test/addresses'] }]);
	const [addresses] = new Ground([{ name: 'addresses', stage: 'flex' }]).findings();
	if (!addresses) throw new Error('no finding');
	const { findings } = Ground.prototype;
	const spy = jest
		.spyOn(ground, 'findings')
		.mockImplementation(() => [{ ...addresses, status: 'note', mends: [] }, ...findings.call(ground)]);
	expect((await ground.run()).done).toEqual([]);
	spy.mockRestore();
});

test.each([
	['refused', new RefusedError('Twilio did not make the change.'), 0],
	['not allowed', new HandoffError(502, 'twilio_error', 'Twilio answered 403.'), 0],
	['wrapped', new SetupError('In the way is another.', { cause: new RefusedError('no') }), 0],
	['lost', new HandoffError(502, 'twilio_error', 'Twilio answered 500.', { retryable: true }), 1],
])('a change that Twilio %s leaves a note only when it may have been made', async (_how, failure, notes) => {
	const ground = new Ground([{ name: 'bridge', stage: 'orchestrator' }]);
	ground.failing = 'bridge';
	ground.failure = failure;
	expect(String(await failureOf(() => ground.run()))).toContain(failure.message);
	expect(JSON.parse(ground.undoText()).changes).toHaveLength(notes);
});

test('what was made for a change that broke off stays, and that is said', async () => {
	const ground = new Ground([{ name: 'ids', stage: 'intelligence', edits: ATTACH_NEW }]);
	ground.failing = 'ids';
	await failureOf(() => ground.run());
	expect(await ground.undo()).toBe(1);
	expect(ground.shown.join('\n')).toContain('Thing thing_1 stays: delete it by hand');
	expect(ground.values.has('thing_1')).toBe(true);
});

test.each(['agent-connect/flow-sid', 'flex/instance', 'studio/published', 'phone-numbers/number'])(
	'nothing is deployed with %s wrong, and what else there is to mend is mended',
	async (check) => {
		const ground = new Ground([
			{ name: 'deployed', stage: 'deploy' },
			{ name: 'routing', stage: 'flex' },
		]);
		const { findings } = Ground.prototype;
		const [bad] = new Ground([{ name: 'by hand', stage: 'flex' }]).findings();
		if (!bad) throw new Error('no finding');
		const named = jest
			.spyOn(ground, 'findings')
			.mockImplementation(() => [{ ...bad, check, mends: [] }, ...findings.call(ground)]);
		expect((await ground.run()).done).toEqual(['Mend routing']);
		expect(ground.shown.join('\n')).toContain(`First mend:\n  ${check}: bad`);
		named.mockRestore();
	},
);

test('nothing is deployed with settings whose mending was declined', async () => {
	const ground = new Ground([
		{ name: 'workflow', stage: 'settings' },
		{ name: 'deployed', stage: 'deploy' },
	]);
	const named = jest.spyOn(ground, 'findings').mockImplementation(() =>
		Ground.prototype.findings.call(ground).map((each: Finding) => ({
			...each,
			check: each.check.replace('test/workflow', 'flex/workflow'),
		})),
	);
	ground.answer = (asked) => asked !== 1;
	expect(await ground.run()).toMatchObject({ done: [], left: ['Mend workflow'] });
	expect(ground.writes).toEqual([]);
	expect(ground.shown.join('\n')).toContain('npm run deploy would stop at what is still wrong');
	named.mockRestore();
});

describe('a deployment that needs .env changed first', () => {
	const FLOW = 'TWILIO_STUDIO_HANDOFF_FLOW_SID';
	const empty: Edit = { edit: 'set', resource: 'env', id: '', path: [FLOW], before: 'FWtheirs', after: '' };
	const start = () => {
		const ground = new Ground([{ name: 'deployed', stage: 'deploy', edits: [empty] }]);
		ground.values.set('', { [FLOW]: 'FWtheirs' });
		return ground;
	};

	test('the flow’s SID of before can be taken back', async () => {
		const ground = start();
		await ground.run();
		expect(ground.values.get('')).toEqual({ [FLOW]: 'FWours' });
		expect(await ground.undo()).toBe(0);
		expect(ground.values.get('')).toEqual({ [FLOW]: 'FWtheirs' });
	});

	test('when it fails after it wrote .env, its own error is told, and all can be taken back', async () => {
		const ground = start();
		ground.failing = 'smoke';
		expect(String(await failureOf(() => ground.run()))).toContain('"Deploy" failed: it does not answer.');
		expect(await ground.undo()).toBe(0);
		expect(ground.values.get('')).toEqual({ [FLOW]: 'FWtheirs' });
	});

	test('when it fails, .env is as it was', async () => {
		const ground = start();
		ground.failing = 'deploy';
		expect(String(await failureOf(() => ground.run()))).toContain('it did not build');
		expect(ground.values.get('')).toEqual({ [FLOW]: 'FWtheirs' });
	});
});

test('what somebody changed after us is not taken back over their heads', async () => {
	const ground = new Ground([{ name: 'bridge', stage: 'orchestrator' }]);
	await ground.run();
	ground.values.set('bridge', { state: 'theirs' });
	expect(await ground.undo()).toBe(1);
	expect(ground.state('bridge')).toBe('theirs');
	expect(ground.shown.join('\n')).toContain('is theirs by now');
});

test('a change whose undoing would need a number on file is left to a person', async () => {
	const edits: Edit[] = [{ ...good('rule'), before: '+15005550199' }];
	const ground = new Ground([
		{ name: 'rule', stage: 'orchestrator', edits },
		{ name: 'settings', stage: 'settings' },
	]);
	expect(await ground.run()).toMatchObject({ done: ['Mend settings'], left: ['Mend rule'] });
	expect(ground.shown.join('\n')).toContain('Change it by hand');
	expect(ground.shown.join('\n')).not.toContain('5005550199');
});
