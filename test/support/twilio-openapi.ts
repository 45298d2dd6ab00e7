/**
 * Twilio's OpenAPI documents (github.com/twilio/twilio-oai), which the emulator's answers are held to.
 * @module
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT } from '../../tools/account/project';
import { type Schema, schema, strict } from './strict-schema';

/** `spec/json` of a clone of twilio-oai, or the copy beside this repository. */
const FOLDER = process.env.TWILIO_OAI ?? join(ROOT, '../shared/twilio-oai');

const example = z.object({ value: z.unknown() });
const content = z.record(
	z.string(),
	z.object({ schema: schema.optional(), examples: z.record(z.string(), example).default({}) }),
);
const operation = z.object({
	operationId: z.string(),
	parameters: z
		.array(z.object({ name: z.string(), in: z.string(), required: z.boolean().default(false) }))
		.default([]),
	requestBody: z.object({ content }).optional(),
	responses: z.record(z.string(), z.object({ content: content.default({}) })),
});
const item = z.looseObject({ servers: z.array(z.object({ url: z.string() })).default([]) });
const documentSchema = z.object({
	paths: z.record(z.string(), item),
	components: z.object({ schemas: z.record(z.string(), schema).default({}) }),
});

/** What a document says of one route. */
export interface Operation {
	/** Such as `taskrouter CreateTask`. */
	readonly id: string;
	/** The parameters that a request must have, in its query or its body. */
	readonly required: readonly string[];
	/** The parameters that a request may have. */
	readonly parameters: readonly string[];
	/** What is wrong with a response, each in a line. */
	faults(status: number, body: unknown): string[];
}

interface Place {
	readonly product: string;
	readonly item: z.output<typeof item>;
	readonly schemas: Readonly<Record<string, Schema>>;
}

/** Whether the documents are there. */
export const hasDocuments = existsSync(FOLDER);

/** By host and path template, such as `taskrouter.twilio.com/v1/Workspaces/{Sid}`. */
const places = new Map<string, Place>(
	(hasDocuments ? readdirSync(FOLDER) : []).flatMap((file) => {
		const product = /^twilio_(\w+)_v\w+\.json$/.exec(file)?.[1];
		if (product === undefined) return [];
		const { paths, components } = documentSchema.parse(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')));
		return Object.entries(paths).flatMap(([path, item]): [string, Place][] =>
			item.servers.map(({ url }) => [
				new URL(url).host + path,
				{ product, item, schemas: components.schemas },
			]),
		);
	}),
);

/** The operation of a route, whose template may name its parameters otherwise; `undefined` when no document has it. */
export function findOperation(method: string, host: string, path: string): Operation | undefined {
	const [best] = [...places]
		.map(([template, place]) => ({ place, rank: resemblance(host + path, template) }))
		.filter(({ rank }) => rank > 0)
		.sort((a, b) => b.rank - a.rank);
	const parsed = operation.safeParse(best?.place.item[method.toLowerCase()]);
	return best && parsed.success ? describe(best.place, parsed.data) : undefined;
}

function describe({ product, schemas }: Place, data: z.output<typeof operation>): Operation {
	const query = data.parameters.filter((parameter) => parameter.in === 'query');
	const [body] = Object.values(data.requestBody?.content ?? {});
	const form = body?.schema;
	return {
		id: `${product} ${data.operationId}`,
		required: [
			...query.filter(({ required }) => required).map(({ name }) => name),
			...(form?.required ?? []),
		],
		parameters: [...query.map(({ name }) => name), ...Object.keys(form?.properties ?? {})],
		faults: (status, answer) => {
			const response = data.responses[String(status)];
			if (!response) return [`status ${status} is not in the document`];
			const [documented] = Object.values(response.content);
			if (!documented?.schema) return answer === undefined ? [] : ['the document has no body'];
			const examples = Object.values(documented.examples).map(({ value }) => value);
			const { error } = z
				.fromJSONSchema(strict(documented.schema, examples, schemas), { defaultTarget: 'openapi-3.0' })
				.safeParse(answer);
			return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
		},
	};
}

/** 0 when a route is none of the template's, else the more the more segments are the same. */
function resemblance(route: string, template: string): number {
	const segments = (path: string) => path.replace(/\.json$/, '').split('/');
	const ours = segments(route);
	const theirs = segments(template);
	if (ours.length !== theirs.length) return 0;
	const ranks = theirs.map((segment, index) => {
		if (segment === ours[index]) return 3;
		if (!segment.startsWith('{')) return 0;
		return ours[index]?.startsWith('{') ? 2 : 1;
	});
	return ranks.includes(0) ? 0 : ranks.reduce<number>((sum, rank) => sum + rank, 0);
}
