/**
 * The undo log: a file to which setup writes each change before it makes it, so that it can be undone. It is in a folder next to
 * `.env`, and like `.env` only its owner can read it: it holds the values that were changed, whatever they are.
 * @module
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { replaceFile } from '../../account/env/files';
import { SetupError } from '../../account/errors';
import type { Attempt } from './apply';
import { type Edit, edit, type Fix, STAGES } from './fix';

/** What a deployment replaces, as far as it can be restored: the flow's revision and the Functions' build. */
export const live = z.object({
	/** `revision` is the one that runs. `null`: there is no flow. */
	flow: z.nullable(z.object({ sid: z.string(), revision: z.number().int() })),
	/** `null`: nothing is deployed. */
	functions: z.nullable(
		z.object({ serviceSid: z.string(), environmentSid: z.string(), buildSid: z.string() }),
	),
});
export type Live = z.infer<typeof live>;

const step = z.object({
	/** `begun` is written before the change, `done` after it. */
	state: z.enum(['begun', 'done']),
	edit,
	/** The id of what a `create` made, and a digest of what it looked like. */
	created: z.string().exactOptional(),
	digest: z.string().exactOptional(),
});
const change = z.object({
	title: z.string(),
	stage: z.enum(STAGES),
	/** For a deployment: what was live before. */
	before: live.exactOptional(),
	/** For a deployment: what it changed is among the steps. Not when setup was killed before that. */
	ended: z.literal(true).exactOptional(),
	steps: z.array(step),
});
// Strict: earlier versions wrote placeholders for phone numbers, with a key that explained them.
const content = z.strictObject({
	accountSid: z.string(),
	startedAt: z.string(),
	changes: z.array(change),
	/** When all of it was undone. */
	undoneAt: z.string().exactOptional(),
});
type Content = z.infer<typeof content>;

/** One fix as it was applied. Its steps belong together, and are undone together. */
export type Change = z.infer<typeof change>;

/** The log of one run of setup. */
export class UndoLog {
	private readonly changes: Change[] = [];
	private written = false;

	constructor(
		readonly path: string,
		private readonly accountSid: string,
		private readonly startedAt: string,
	) {}

	/** Whether there is nothing to undo. */
	get isEmpty(): boolean {
		return !this.written || this.changes.every(({ steps }) => steps.length === 0);
	}

	/**
	 * @returns a function that logs an edit of this fix before it is made
	 * @throws {SetupError} from that function when the file can't be written
	 */
	change(fix: Pick<Fix, 'title' | 'stage'>): (edit: Edit) => Attempt {
		let opened: Change | undefined;
		return (each) => {
			// Others may be made at the same time.
			opened ??= this.opened(fix);
			const { steps } = opened;
			const made: Change['steps'][number] = { state: 'begun', edit: withoutValue(each) };
			steps.push(made);
			this.save();
			return {
				done: (created, digest) => {
					made.state = 'done';
					if (created !== undefined) made.created = created;
					if (digest !== undefined) made.digest = digest;
					this.save();
				},
				refused: () => {
					steps.splice(steps.indexOf(made), 1);
					this.save();
				},
			};
		};
	}

	/**
	 * Logs what is live before a fix deploys.
	 * @returns a function that logs that it has ended, and all it changed is logged
	 */
	deploys(fix: Pick<Fix, 'title' | 'stage'>, before: Live): () => void {
		const deployment = this.opened(fix);
		deployment.before ??= before;
		delete deployment.ended;
		this.save();
		return () => {
			deployment.ended = true;
			this.save();
		};
	}

	/** The last change if it is this fix's, else a new one. */
	private opened({ title, stage }: Pick<Fix, 'title' | 'stage'>): Change {
		const last = this.changes.at(-1);
		if (last?.title === title) return last;
		const opened: Change = { title, stage, steps: [] };
		this.changes.push(opened);
		return opened;
	}

	private save(): void {
		const { accountSid, startedAt } = this;
		const changes = this.changes.filter(({ before, steps }) => before || steps.length > 0);
		write(this.path, { accountSid, startedAt, changes });
		this.written = true;
	}
}

/**
 * The changes in an undo log, oldest first.
 * @throws {SetupError} when the file is not an undo log, or another account's
 */
export function readUndoLog(path: string, accountSid: string): Change[] {
	const log = parse(path);
	if (!log)
		throw new SetupError(existsSync(path) ? `${path} isn’t an undo log of setup.` : `${path} not found.`);
	if (log.accountSid !== accountSid) {
		throw new SetupError(`${path} belongs to account ${log.accountSid}, but .env uses ${accountSid}.`);
	}
	return log.changes;
}

/**
 * The logs in the same folder that were started later and not undone since, newest first: their changes may depend on
 * those of this one.
 */
export function laterUndoLogs(path: string, accountSid: string): string[] {
	const startedAt = parse(path)?.startedAt ?? '';
	return readdirSync(dirname(path))
		.filter((name) => name.endsWith('.json'))
		.map((name) => join(dirname(path), name))
		.flatMap((other) => {
			const log = parse(other);
			return log ? [{ path: other, log }] : [];
		})
		.filter(({ log }) => log.accountSid === accountSid && log.startedAt > startedAt)
		.filter(({ log }) => log.changes.length > 0 && log.undoneAt === undefined)
		.sort((one, other) => other.log.startedAt.localeCompare(one.log.startedAt))
		.map((each) => each.path);
}

/** Notes in a log that all of it was undone. */
export function markUndone(path: string, at: string): void {
	const log = parse(path);
	if (log) write(path, { ...log, undoneAt: at });
}

function write(path: string, log: Content): void {
	replaceFile(path, `${JSON.stringify(log, undefined, '\t')}\n`);
}

function parse(path: string): Content | undefined {
	try {
		return content.parse(JSON.parse(readFileSync(path, 'utf8')));
	} catch {
		return undefined;
	}
}

/** To undo a `create`, its id is enough. */
function withoutValue(each: Edit): Edit {
	return each.edit === 'create' ? { ...each, value: {} } : each;
}
