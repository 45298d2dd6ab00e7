/**
 * The file in which setup writes down what it is about to change, so that all of it can be taken back.
 * @module
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import { mapStrings } from './edit';
import { SetupError } from './errors';
import type { Edit, Json } from './mend';
import { bareAddress, sendersOf } from './senders';

const json: z.ZodType<Json> = z.lazy(() =>
	z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(json), z.record(z.string(), json)]),
);
const resource = z.enum([
	'env',
	'orchestrator-configuration',
	'intelligence-configuration',
	'flex-configuration',
	'workflow',
	'phone-number',
	'address-configuration',
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
const entry = z.object({
	title: z.string(),
	/** `begun` is written before the change, `done` after it. */
	state: z.enum(['begun', 'done']),
	edit: z.nullable(edit),
	/** What a `create` made. */
	created: z.string().exactOptional(),
});
const content = z.object({ accountSid: z.string(), startedAt: z.string(), changes: z.array(entry) });

/** A change as it was written down. `edit` is `null` for a deployment, which has its own ways back. */
export type UndoEntry = z.infer<typeof entry>;

type Environment = Readonly<Record<string, string>>;

/**
 * Whether an edit can be written down without a secret or a phone number in it. The agent's own numbers can: their
 * settings' names stand for them.
 */
export function canBeWrittenDown(edit: Edit, environment: Environment): boolean {
	// The query of Studio's own webhooks names a trigger, nothing more.
	const text = conceal(edit, environment).text.replace(
		/(https:\/\/webhooks\.twilio\.com\/[^"?]*)\?Trigger=\w+/gi,
		'$1',
	);
	// A number as E.164, also in a URL; and URLs that carry credentials or tokens.
	return !/(\+|%2B)[1-9]\d{6,14}/i.test(text) && !/https?:\/\/[^"/]*@|https?:\/\/[^"]*\?[^"]/i.test(text);
}

export class UndoFile {
	private readonly changes: UndoEntry[] = [];

	constructor(
		readonly path: string,
		private readonly accountSid: string,
		private readonly environment: Environment,
		private readonly startedAt: string,
	) {}

	get isEmpty(): boolean {
		return this.changes.length === 0;
	}

	/**
	 * Writes a change down before it is made.
	 * @returns what to call when it is made
	 */
	begin(title: string, edit: Edit | null): (created?: string) => void {
		const written: UndoEntry = {
			title,
			state: 'begun',
			edit: edit && entry.shape.edit.parse(conceal(edit, this.environment).edit),
		};
		this.changes.push(written);
		this.save();
		return (created) => {
			written.state = 'done';
			if (created !== undefined) written.created = created;
			this.save();
		};
	}

	private save(): void {
		const { accountSid, startedAt, changes } = this;
		mkdirSync(dirname(this.path), { recursive: true });
		writeFileSync(this.path, `${JSON.stringify({ accountSid, startedAt, changes }, undefined, '\t')}\n`, {
			mode: 0o600,
		});
	}
}

/**
 * The changes of an undo file, oldest first, the agent's numbers filled in again.
 * @throws {SetupError} when it is no such file, another account's, or a number's setting is gone
 */
export function readUndoFile(path: string, accountSid: string, environment: Environment): UndoEntry[] {
	let read: z.infer<typeof content>;
	try {
		read = content.parse(JSON.parse(readFileSync(path, 'utf8')));
	} catch (cause) {
		throw new SetupError(`${path} cannot be read as an undo file of this command.`, { cause });
	}
	if (read.accountSid !== accountSid) {
		throw new SetupError(`${path} is about the account ${read.accountSid}, and .env names ${accountSid}.`);
	}
	const numbers = new Map(placeholders(environment).map(({ address, placeholder: name }) => [name, address]));
	return z.array(entry).parse(
		mapStrings(z.array(json).parse(read.changes), (text) =>
			text.replace(/\$\{[A-Z_]+#\d+(\.bare)?\}/g, (name) => {
				const address = numbers.get(name);
				if (address === undefined)
					throw new SetupError(`${path} speaks of ${name}, and .env no longer has it.`);
				return address;
			}),
		),
	);
}

function conceal(edit: Edit, environment: Environment): { edit: Json; text: string } {
	const concealed = mapStrings(json.parse(edit), (text) =>
		placeholders(environment).reduce(
			(all, { address, placeholder: name }) => all.replaceAll(address, name),
			text,
		),
	);
	return { edit: concealed, text: JSON.stringify(concealed) };
}

/**
 * `${TWILIO_PHONE_NUMBER#1}`: the first number of that setting, and with `.bare` the same without its channel. Longer
 * addresses first: one may hold another.
 */
function placeholders(environment: Environment) {
	const counts = new Map<string, number>();
	return sendersOf(environment)
		.flatMap(({ setting, address }) => {
			const count = (counts.get(setting) ?? 0) + 1;
			counts.set(setting, count);
			return [
				{ address, placeholder: placeholder(`${setting}#${count}`) },
				{ address: bareAddress(address), placeholder: placeholder(`${setting}#${count}.bare`) },
			];
		})
		.sort((one, other) => other.address.length - one.address.length);
}

function placeholder(name: string): string {
	return `$${`{${name}}`}`;
}
