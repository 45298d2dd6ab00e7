/**
 * The field names in twilio-node's own declarations: the reference for APIs that are newer than Twilio's OpenAPI documents.
 * @module
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const REST = join(dirname(require.resolve('twilio/package.json')), 'lib/rest');

/** The fields of a declaration, and whether each may be missing. */
type Fields = ReadonlyMap<string, { readonly optional: boolean }>;

/**
 * Reads the fields of an interface or class.
 * @param file such as `conversations/v2/conversation`
 * @throws Error when the file has no such declaration
 */
export function fieldsOf(file: string, declaration: string): Fields {
	const text = readFileSync(join(REST, `${file}.d.ts`), 'utf8');
	const body = new RegExp(`^(?:interface|export declare class) ${declaration} \\{\\n(.*?)^\\}`, 'ms').exec(
		text,
	)?.[1];
	if (body === undefined) throw new Error(`${file}.d.ts has no ${declaration}`);
	const fields = body.matchAll(/^ {4}"?(\w+)"?(\??): /gm);
	return new Map([...fields].map(([, name = '', mark]) => [name, { optional: mark === '?' }]));
}

/** The fields that an object must have. */
export function requiredIn(fields: Fields): string[] {
	return [...fields].filter(([, { optional }]) => !optional).map(([name]) => name);
}
