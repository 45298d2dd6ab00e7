/**
 * Schemas of Twilio's OpenAPI documents as they are meant: no document says which properties a response always has, and all
 * allow others. The examples beside a schema show it.
 * @module
 */
import { z } from 'zod';
import { isRecord } from '../../studio/json';

/** The keywords that count here. */
export interface Schema {
	$ref?: string | undefined;
	type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean' | undefined;
	nullable?: boolean | undefined;
	properties?: Record<string, Schema> | undefined;
	required?: string[] | undefined;
	items?: Schema | undefined;
	enum?: string[] | undefined;
	pattern?: string | undefined;
	format?: string | undefined;
}
export const schema: z.ZodType<Schema> = z.lazy(() =>
	z.object({
		$ref: z.string().optional(),
		type: z.enum(['object', 'array', 'string', 'integer', 'number', 'boolean']).optional(),
		nullable: z.boolean().optional(),
		properties: z.record(z.string(), schema).optional(),
		required: z.array(z.string()).optional(),
		items: schema.optional(),
		enum: z.array(z.string()).optional(),
		pattern: z.string().optional(),
		format: z.string().optional(),
	}),
);

/** Such as `Tue, 31 Aug 2010 20:36:28 +0000`, the dates of the 2010 API. */
const RFC_2822 = '^\\w{3}, \\d{2} \\w{3} \\d{4} \\d{2}:\\d{2}:\\d{2} \\+0000$';

/**
 * A schema that allows no other properties than its own and those of the examples, and requires those that every example
 * has; without an example it requires all.
 */
export function strict(
	{ $ref, nullable, ...given }: Schema,
	examples: readonly unknown[],
	schemas: Readonly<Record<string, Schema>>,
): z.core.JSONSchema.JSONSchema {
	if ($ref !== undefined) {
		const target = schemas[$ref.replace('#/components/schemas/', '')];
		if (!target) throw new Error(`${$ref} is not in the document`);
		return strict(target, examples, schemas);
	}
	const { type, properties, items, pattern, format } = given;
	if (type === undefined) return {};
	const base = { type, ...(nullable && { nullable }), ...(given.enum && { enum: given.enum }) };
	if (items) {
		const members = examples.flatMap((example) => (Array.isArray(example) ? example : []));
		return { ...base, items: strict(items, members, schemas) };
	}
	if (properties) {
		const shown = examples.filter(isRecord);
		const known = { ...undocumented(shown), ...properties };
		const names = Object.keys(shown.length > 0 ? known : properties);
		return {
			...base,
			additionalProperties: false,
			properties: Object.fromEntries(
				names.map((name) => {
					const values = shown.map((example) => example[name]);
					return [name, strict(known[name] ?? {}, values, schemas)];
				}),
			),
			required: names.filter((name) => shown.every((example) => name in example)),
		};
	}
	return {
		...base,
		...(pattern !== undefined && examples.every(fits(pattern)) && { pattern }),
		...(format === 'date-time' && { format }),
		...(format === 'date-time-rfc-2822' && { pattern: RFC_2822 }),
	};
}

/** Some examples break the pattern of their own document, such as `""` where no SID is set. */
function fits(pattern: string): (example: unknown) => boolean {
	return (example) => typeof example !== 'string' || new RegExp(pattern).test(example);
}

/** Properties that only the examples have: the document allows any value. */
function undocumented(examples: readonly Record<string, unknown>[]): Record<string, Schema> {
	return Object.fromEntries(examples.flatMap((example) => Object.keys(example).map((name) => [name, {}])));
}
