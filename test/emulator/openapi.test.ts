/** Every route of the emulator, held to Twilio's own OpenAPI documents. */
import type { Emulator } from '../../emulator/core/emulator';
import { Router } from '../../emulator/core/http';
import { toRequest } from '../../emulator/core/proxy';
import { World } from '../../emulator/core/world';
import { addProducts } from '../../emulator/products';
import { isRecord } from '../../studio/json';
import { useEmulator } from '../support/client';
import { findOperation, hasDocuments } from '../support/twilio-openapi';
import { addEverything, JSON_TYPE, requestFor, type SampleRequest } from './every-resource';

/** Routes that no document has: newer APIs, whose reference is twilio-node, and what is no REST API. */
const UNDOCUMENTED = [
	/^conversations\.twilio\.com\/v2\//,
	/^intelligence\.twilio\.com\/v3\//,
	/^memory\.twilio\.com\/v1\//,
	/^serverless-upload\.twilio\.com\//,
	/^webhooks\.twilio\.com\//,
];

/** A value of a filter that leaves nothing, or at least less. */
function excluding(name: string): string {
	if (/^(EndDate|DateCreatedTo)$/.test(name)) return '2001-01-01T00:00:00Z';
	return /Date/.test(name) ? '2099-01-01T00:00:00Z' : 'nothing';
}

interface Route {
	readonly method: string;
	readonly host: string;
	readonly path: string;
	readonly parameters: readonly string[];
}

const router = new Router();
addProducts(router, new World(), {
	handle: () => Promise.reject(new Error('this world is only asked for its routes')),
	env: () => ({}),
});
const routes: Route[] = router.routes.filter(
	({ host, path }) => !UNDOCUMENTED.some((place) => place.test(host + path)),
);
const named = (list: readonly Route[]) =>
	list.map((route) => ({ ...route, name: `${route.method} ${route.host}${route.path}` }));
const byDepth = (a: Route, b: Route) => b.path.length - a.path.length;
const isDelete = ({ method }: Route) => method === 'DELETE';
/** What is deleted is needed until then, and what contains it longer than that. */
const ordered = [...routes.filter((route) => !isDelete(route)), ...routes.filter(isDelete).sort(byDepth)];

if (!hasDocuments) {
	test.skip('Twilio’s OpenAPI documents are not here: clone github.com/twilio/twilio-oai and set TWILIO_OAI to its spec/json', () => {});
} else {
	describe('Twilio’s OpenAPI documents', () => {
		let emulator: Emulator;
		let ids: Readonly<Record<string, string>>;
		useEmulator(async (started) => {
			emulator = started;
			ids = await addEverything(emulator);
		});

		const send = ({ method, host, path }: Route, { type, fields }: SampleRequest) => {
			const { accountSid, authToken } = emulator.world.account;
			const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
			const parameters = new URLSearchParams(fields).toString();
			const isGet = method !== 'POST';
			return emulator.handle(
				toRequest({
					method,
					host,
					path,
					query: isGet ? parameters : '',
					headers: isGet ? { authorization } : { authorization, 'content-type': type },
					body: type === JSON_TYPE ? JSON.stringify(fields) : parameters,
				}),
			);
		};
		/** The route with the SIDs of the account. */
		const filled = (route: Route): Route => {
			const segments = route.path.split('/');
			const path = segments.map((segment, index) => {
				if (!segment.startsWith('{')) return segment;
				const collection = segments[index - 1] ?? '';
				const value = ids[`${route.host} ${collection}`] ?? ids[collection];
				if (value === undefined) throw new Error(`every-resource.ts has no SID for ${collection}`);
				return value;
			});
			return { ...route, path: path.join('/') };
		};

		const lists = named(routes).filter(({ method, host, path }) =>
			/ List/.test(findOperation(method, host, path)?.id ?? ''),
		);
		test.each(lists)(
			'$name has filters that Twilio documents, honors them, and refuses others',
			async (route) => {
				const operation = findOperation(route.method, route.host, route.path);
				const place = filled(route);
				const countOf = async (fields: Record<string, string>) => {
					const { status, body } = await send(place, { type: '', fields });
					return status === 400 ? 0 : Object.values(Object(body)).find(Array.isArray)?.length;
				};
				const all = await countOf({});
				expect(route.parameters.filter((name) => !operation?.parameters.includes(name))).toEqual([]);
				const ignored: string[] = [];
				for (const name of route.parameters)
					if ((await countOf({ [name]: excluding(name) })) === all) ignored.push(name);
				expect(ignored).toEqual([]);
				expect(await send(place, { type: '', fields: { Unheard: 'of' } })).toMatchObject({
					status: 400,
					body: { code: 20001, message: expect.stringContaining('Unheard') },
				});
			},
		);

		test.each(named(ordered))('$name answers as documented', async (route) => {
			const operation = findOperation(route.method, route.host, route.path);
			if (!operation) throw new Error('the route is in no document');
			const place = filled(route);
			const request = requestFor(operation.id, emulator, ids);
			const names = Object.keys(request.fields);
			// Of a body in JSON the documents name no fields.
			const known = request.type === JSON_TYPE ? names : operation.parameters;
			expect(names.filter((name) => !known.includes(name))).toEqual([]);
			for (const name of operation.required) {
				const { [name]: _, ...fields } = request.fields;
				expect([name, (await send(place, { ...request, fields })).status]).toEqual([name, 400]);
			}
			const { status, body } = await send(place, request);
			expect(operation.faults(status, body)).toEqual([]);
			// An empty list would fit any schema.
			const lists = Object.values(isRecord(body) ? body : {}).filter(Array.isArray);
			if (/ List/.test(operation.id)) expect(lists).not.toContainEqual([]);
		});
	});
}
