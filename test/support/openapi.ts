/**
 * docs/openapi.yaml, as a test asks it: which answers it has, and whether one is among them.
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ROOT } from '../../tools/account/project';

type Schema = z.core.JSONSchema.JSONSchema;

const content = z.record(
	z.string(),
	z.object({
		schema: z.custom<Schema>(),
		examples: z.record(z.string(), z.object({ value: z.string() })).default({}),
	}),
);
const operation = z.object({
	operationId: z.string(),
	parameters: z
		.array(z.object({ name: z.string(), required: z.boolean().default(false), schema: z.custom<Schema>() }))
		.default([]),
	requestBody: z.object({ content }).optional(),
	responses: z.record(
		z.string(),
		z.object({
			headers: z.record(z.string(), z.object({ required: z.literal(true) })).default({}),
			content: content.default({}),
		}),
	),
});
const documentSchema = z.object({
	paths: z.record(z.string(), z.record(z.enum(['get', 'post']).or(z.string()), operation)),
	components: z.object({ schemas: z.record(z.string(), z.custom<Schema>()) }),
});

export type Operation = z.output<typeof operation>;

/** An answer of a Function, of the local runtime or called directly. */
export interface Given {
	readonly status: number;
	readonly type: string;
	readonly headers: Readonly<Record<string, string>>;
	/** Parsed when it is JSON. */
	readonly body: unknown;
}

const text = readFileSync(join(ROOT, 'docs/openapi.yaml'), 'utf8');
const source: unknown = parse(text);

/** Puts what a `$ref` names in its place; none refers to itself. */
function resolved(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(resolved);
	if (typeof value !== 'object' || value === null) return value;
	const ref: unknown = Reflect.get(value, '$ref');
	if (typeof ref !== 'string') {
		return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, resolved(each)]));
	}
	const target = ref
		.slice(2)
		.split('/')
		.reduce<unknown>((at, name) => Reflect.get(Object(at), name), source);
	if (target === undefined) throw new Error(`${ref} is not in the document`);
	return resolved(target);
}

const document = documentSchema.parse(resolved(source));

/** By method and path: `POST /handoff`. */
export const operations: ReadonlyMap<string, Operation> = new Map(
	Object.entries(document.paths).flatMap(([path, item]) =>
		Object.entries(item).map(([method, each]) => [`${method.toUpperCase()} ${path}`, each] as const),
	),
);

export const errorCodes: readonly unknown[] = document.components.schemas.ErrorCode?.enum ?? [];

export function operationOf(key: string): Operation {
	const found = operations.get(key);
	if (!found) throw new Error(`${key} is not in the document`);
	return found;
}

/** What does not fit a schema, each in a line. */
export function faultsOf(schema: Schema, value: unknown): string[] {
	const { error } = z.fromJSONSchema(schema).safeParse(value);
	return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

/** What of an answer is not as the document has it. */
export function faultsIn(key: string, { status, type, headers, body }: Given): string[] {
	const response = operationOf(key).responses[String(status)];
	if (!response) return [`status ${status} is not in the document`];
	const missing = Object.keys(response.headers).filter((name) => !(name.toLowerCase() in headers));
	const isEmpty = Object.keys(response.content).length === 0;
	const schema = response.content[type]?.schema;
	if (isEmpty) return [...missing, ...(body === '' ? [] : ['the document has no body'])];
	return [...missing, ...(schema ? faultsOf(schema, body) : [`type ${type} is not in the document`])];
}

/** The codes of an error's schema: `allOf` the error, and those that this status has. */
function codesIn(schema: Schema): readonly unknown[] | undefined {
	const narrowed = schema.allOf?.at(-1);
	const error = typeof narrowed === 'object' ? narrowed.properties?.error : undefined;
	const code = typeof error === 'object' ? error.properties?.code : undefined;
	return typeof code === 'object' ? code.enum : undefined;
}

function alternatives(schema: Schema): Schema[] {
	return (schema.oneOf ?? [schema]).flatMap((each) => (typeof each === 'object' ? [each] : []));
}

/** Everything that the document says is answered: each code of each status, each field of a success, each media type. */
export function documentedAnswers(): string[] {
	return [...operations].flatMap(([key, { responses }]) =>
		Object.entries(responses).flatMap(([status, { content: types }]) => {
			const found = Object.entries(types).flatMap(([type, { schema }]) => {
				const fields = alternatives(schema).flatMap((each) => Object.keys(each.properties ?? {}));
				return codesIn(schema) ?? (fields.length > 0 ? [...new Set(fields)] : [type]);
			});
			const all = Object.keys(types).length === 0 ? ['empty'] : [...new Set(found)];
			return all.map((each) => `${key} ${status} ${each}`);
		}),
	);
}

/** The same of one answer. */
export function answersIn(key: string, { status, type, body }: Given): string[] {
	const code: unknown = Reflect.get(Object(Reflect.get(Object(body), 'error')), 'code');
	const found = code
		? [code]
		: typeof body === 'object'
			? Object.keys(Object(body))
			: [body === '' ? 'empty' : type];
	return found.map((each) => `${key} ${status} ${each}`);
}
