/**
 * The file in which setup writes down what it is about to change, so that all of it can be taken back.
 * @module
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { redact } from '../../../src/redact';
import { SetupError } from '../../account/errors';
import type { Begun } from './apply';
import { conceal, type Environment, placeholders } from './concealment';
import { mapStrings } from './edit';
import type { Edit, Fix } from './fix';
import type { Live } from './live';
import { type Change, change, content, edit } from './undo-format';

/** Written before each change, and after it. */
export class UndoFile {
	private readonly changes: Change[] = [];
	private written = false;

	constructor(
		readonly path: string,
		private readonly accountSid: string,
		private readonly environment: Environment,
		private readonly startedAt: string,
	) {}

	/** Nothing is in the file that could be taken back. */
	get isEmpty(): boolean {
		return !this.written || this.changes.every(({ steps }) => steps.length === 0);
	}

	/**
	 * Opens a change.
	 * @returns writes a step of it down before it is made. @throws {SetupError} when the file cannot be written
	 */
	change(fix: Pick<Fix, 'title' | 'stage'>): (edit: Edit) => Begun {
		return (each) => {
			const steps = this.opened(fix).steps;
			const made: Change['steps'][number] = {
				state: 'begun',
				edit: edit.parse(conceal(withoutValue(each), this.environment)),
			};
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

	/** Notes what is live before a change deploys. */
	deploys(fix: Pick<Fix, 'title' | 'stage'>, before: Live): void {
		this.opened(fix).before = before;
		this.save();
	}

	/** The last change when it is called so, else a new one. */
	private opened({ title, stage }: Pick<Fix, 'title' | 'stage'>): Change {
		const last = this.changes.at(-1);
		if (last?.title === title) return last;
		const opened: Change = { title, stage, steps: [] };
		this.changes.push(opened);
		return opened;
	}

	private save(): void {
		const { accountSid, startedAt, changes } = this;
		const senders = Object.fromEntries(
			placeholders(this.environment).map(({ name, address }) => [name, redact(address)]),
		);
		const kept = changes.filter(({ before, steps }) => before || steps.length > 0);
		const text = JSON.stringify({ accountSid, startedAt, senders, changes: kept }, undefined, '\t');
		try {
			mkdirSync(dirname(this.path), { recursive: true });
			writeFileSync(this.path, `${text}\n`, { mode: 0o600 });
			this.written = true;
		} catch (cause) {
			const why = cause instanceof Error ? cause.message : String(cause);
			throw new SetupError(`What was there before cannot be written down: ${why}`, { cause });
		}
	}
}

/**
 * The changes of an undo file, oldest first, the agent's numbers filled in again.
 * @throws {SetupError} when it is no such file, another account's, or a number is not the one it was then
 */
export function readUndoFile(path: string, accountSid: string, environment: Environment): Change[] {
	const read = parse(path);
	if (!read) throw new SetupError(unreadable(path));
	if (read.accountSid !== accountSid) {
		throw new SetupError(`${path} is about the account ${read.accountSid}, and .env names ${accountSid}.`);
	}
	const numbers = new Map(placeholders(environment).map(({ name, address }) => [name, address]));
	const filled = mapStrings(read.changes, (text) =>
		text.replace(/\$\{([A-Z_]+#\d+(?:\.bare)?)\}/g, (_all, name: string) => {
			const address = numbers.get(name);
			if (address === undefined || redact(address) !== read.senders[name]) {
				throw new SetupError(
					`${path} speaks of ${name}, ${read.senders[name] ?? 'unknown'} then; .env now has ${address === undefined ? 'none' : 'another'}. Put the number of then back into .env for this.`,
				);
			}
			return address;
		}),
	);
	const { data } = z.array(change).safeParse(filled);
	if (!data) throw new SetupError(unreadable(path));
	return data;
}

function unreadable(path: string): string {
	return `${path} cannot be read as an undo file of this command.`;
}

/**
 * The undo files beside one that were written after it and not taken back since, the newest first: what they speak of may
 * rest on what this one changed.
 */
export function laterUndoFiles(path: string, accountSid: string): string[] {
	const startedAt = parse(path)?.startedAt ?? '';
	const beside = readdirSync(dirname(path)).filter((name) => name.endsWith('.json'));
	return beside
		.map((name) => ({ path: join(dirname(path), name), file: parse(join(dirname(path), name)) }))
		.filter(({ file }) => file?.accountSid === accountSid && file.startedAt > startedAt)
		.filter(({ file }) => file && file.changes.length > 0 && file.takenBackAt === undefined)
		.sort((one, other) => (other.file?.startedAt ?? '').localeCompare(one.file?.startedAt ?? ''))
		.map((each) => each.path);
}

/** Notes in an undo file that all of it was taken back. */
export function markUndone(path: string, at: string): void {
	const file = parse(path);
	if (file) writeFileSync(path, `${JSON.stringify({ ...file, takenBackAt: at }, undefined, '\t')}\n`);
}

function parse(path: string): z.infer<typeof content> | undefined {
	try {
		return content.parse(JSON.parse(readFileSync(path, 'utf8')));
	} catch {
		return undefined;
	}
}

/** To take back what was made anew its id is enough, and what is in it may be anything. */
function withoutValue(each: Edit): Edit {
	return each.edit === 'create' ? { ...each, value: {} } : each;
}
