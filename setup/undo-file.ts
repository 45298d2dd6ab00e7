/**
 * The file in which setup writes down what it is about to change, so that all of it can be taken back.
 * @module
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import { redact } from '../src/redact';
import { mapStrings } from './edit';
import { SetupError } from './errors';
import { json } from './json';
import { type Live, live } from './live';
import { type Edit, type Json, type Mend, STAGES } from './mend';
import { bareAddress, sendersOf } from './senders';
import { showUrl } from './showing';
import type { Begun } from './write-edits';

const resource = z.enum([
	'env',
	'orchestrator-configuration',
	'intelligence-configuration',
	'flex-configuration',
	'workflow',
	'phone-number',
	'address-configuration',
	'live',
]);
const target = { resource, id: z.string() };
const path = z.array(z.string());
const edit = z.discriminatedUnion('edit', [
	z.object({
		edit: z.literal('set'),
		...target,
		path,
		before: json.exactOptional(),
		after: json.exactOptional(),
	}),
	z.object({ edit: z.literal('list'), ...target, path, remove: z.array(json), add: z.array(json) }),
	z.object({ edit: z.literal('create'), resource, value: z.record(z.string(), json) }),
	z.object({ edit: z.literal('delete'), ...target }),
]);
const step = z.object({
	/** `begun` is written before the change, `done` after it. */
	state: z.enum(['begun', 'done']),
	edit,
	/** What a `create` made. */
	created: z.string().exactOptional(),
});
const change = z.object({
	title: z.string(),
	stage: z.enum(STAGES),
	/** It went live with `npm run deploy`. This is what was live before. */
	before: live.exactOptional(),
	steps: z.array(step),
});
const content = z.object({
	accountSid: z.string(),
	startedAt: z.string(),
	/** What the placeholders stand for, masked. */
	senders: z.record(z.string(), z.string()),
	changes: z.array(json),
});

/** One change as it was written down: its steps belong together, and are taken back together. */
export type Change = z.infer<typeof change>;

type Environment = Readonly<Record<string, string>>;

/**
 * Whether an edit can be written down without a secret or a phone number in it. The agent's own numbers can: their
 * settings' names stand for them.
 */
export function canBeWrittenDown(edit: Edit, environment: Environment): boolean {
	// Of what is new only its id is written down.
	return edit.edit === 'create' || stringsOf(conceal(edit, environment)).every(isHarmless);
}

/** By the rule of the screen: what would be shown as it is. */
function isHarmless(text: string): boolean {
	// The query of Studio's own webhooks names a trigger, nothing more.
	const plain = text.replace(/^(https:\/\/webhooks\.twilio\.com\/[^?]*)\?Trigger=\w+$/i, '$1');
	return /^https?:/i.test(plain) ? showUrl(plain) === plain : redact(plain) === plain;
}

function stringsOf(value: Json): string[] {
	const strings: string[] = [];
	mapStrings(value, (text) => {
		strings.push(text);
		return text;
	});
	return strings;
}

export class UndoFile {
	private readonly changes: Change[] = [];
	private written = false;

	constructor(
		readonly path: string,
		private readonly accountSid: string,
		private readonly environment: Environment,
		private readonly startedAt: string,
	) {}

	/** Nothing is in the file. */
	get isEmpty(): boolean {
		return !this.written || this.changes.length === 0;
	}

	/**
	 * Opens a change.
	 * @returns writes a step of it down before it is made. @throws {SetupError} when the file cannot be written
	 */
	change(mend: Pick<Mend, 'title' | 'stage'>): (edit: Edit) => Begun {
		return (each) => {
			const steps = this.opened(mend).steps;
			const made: Change['steps'][number] = {
				state: 'begun',
				edit: edit.parse(conceal(withoutValue(each), this.environment)),
			};
			steps.push(made);
			this.save();
			return {
				done: (created) => {
					made.state = 'done';
					if (created !== undefined) made.created = created;
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
	deploys(mend: Pick<Mend, 'title' | 'stage'>, before: Live): void {
		this.opened(mend).before = before;
		this.save();
	}

	/** The last change when it is called so, else a new one. */
	private opened({ title, stage }: Pick<Mend, 'title' | 'stage'>): Change {
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
	let read: z.infer<typeof content>;
	try {
		read = content.parse(JSON.parse(readFileSync(path, 'utf8')));
	} catch (cause) {
		throw new SetupError(unreadable(path), { cause });
	}
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

/** To take back what was made anew its id is enough, and what is in it may be anything. */
function withoutValue(each: Edit): Edit {
	return each.edit === 'create' ? { ...each, value: {} } : each;
}

function conceal(each: Edit, environment: Environment): Json {
	return mapStrings(json.parse(each), (text) =>
		placeholders(environment).reduce(
			(all, { name, address }) => all.replaceAll(address, `$${`{${name}}`}`),
			text,
		),
	);
}

/**
 * `TWILIO_PHONE_NUMBER#1`: the first number of that setting, and with `.bare` the same without its channel. Longer
 * addresses first: one may hold another.
 */
function placeholders(environment: Environment): { name: string; address: string }[] {
	const counts = new Map<string, number>();
	return sendersOf(environment)
		.flatMap(({ setting, address }) => {
			const count = (counts.get(setting) ?? 0) + 1;
			counts.set(setting, count);
			return [
				{ name: `${setting}#${count}`, address },
				{ name: `${setting}#${count}.bare`, address: bareAddress(address) },
			];
		})
		.sort((one, other) => other.address.length - one.address.length);
}
