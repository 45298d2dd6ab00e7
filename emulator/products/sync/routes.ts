/**
 * Sync: the documents of the default service, with revisions for `If-Match` and a time to live.
 * Field names: twilio-node 6.2 `rest/sync/v1/service/document.d.ts`; `https://www.twilio.com/docs/sync/api/document-resource`.
 * @module
 */
import { z } from 'zod';
import { parseObject, readForm } from '../../core/body';
import { collections, dates } from '../../core/fields';
import { invalidParameter, notFound, type Router, TwilioError, type TwilioRequest } from '../../core/http';
import { classicPage } from '../../core/paging';
import { sid } from '../../core/sids';
import { holds } from '../../core/unknowns';
import type { SyncDocument, World } from '../../core/world';

const HOST = 'sync.twilio.com';
const DOCUMENTS = '/v1/Services/default/Documents';

/** Seconds until Sync deletes the document, at most a year; 0 for never. */
const ttl = z.coerce.number().int().min(0).max(31_536_000).exactOptional();
const createForm = z.object({
	UniqueName: z.string().min(1).max(320).exactOptional(),
	Data: z.string().default('{}'),
	Ttl: ttl,
});
const updateForm = z.object({ Data: z.string().exactOptional(), Ttl: ttl });

/** A document holds at most 16 KiB: https://www.twilio.com/docs/sync/limits */
const MAX_BYTES = 16 * 1024;

/** Documents: create, list, fetch, update, delete. A path has the SID or the unique name. */
export function addSync(router: Router, world: World): void {
	const { syncDocuments: documents } = world;
	const serviceSid = sid('IS');
	/** Expired documents are gone: nothing ticks, so every look-up drops them first. */
	const lookUp = (key: string | undefined): SyncDocument | undefined => {
		for (const { sid, expiresAt } of documents.values()) {
			if (expiresAt !== undefined && expiresAt <= Date.now()) documents.delete(sid);
		}
		return [...documents.values()].find(({ sid, uniqueName }) => sid === key || uniqueName === key);
	};
	const find = ({ path }: TwilioRequest, key: string | undefined): SyncDocument => {
		const document = lookUp(key);
		if (!document) throw notFound(path);
		return document;
	};
	const urlOf = ({ sid }: SyncDocument) => `https://${HOST}/v1/Services/${serviceSid}/Documents/${sid}`;
	const respond = (status: number, document: SyncDocument) => ({
		status,
		headers: { etag: `"${document.revision}"` },
		body: {
			sid: document.sid,
			unique_name: document.uniqueName,
			account_sid: world.account.accountSid,
			service_sid: serviceSid,
			revision: document.revision,
			data: document.data,
			date_expires: document.expiresAt === undefined ? null : new Date(document.expiresAt).toISOString(),
			created_by: 'system',
			...dates(document),
			url: urlOf(document),
			links: collections(urlOf(document), ['permissions']),
		},
	});

	router.on('POST', HOST, DOCUMENTS, (request) => {
		const form = readForm(request, createForm);
		if (form.UniqueName !== undefined && lookUp(form.UniqueName)) {
			// https://www.twilio.com/docs/api/errors/54301
			if (!holds(world, 'sync-conflict')) throw invalidParameter(`Invalid UniqueName: ${form.UniqueName}`);
			throw new TwilioError(409, 54301, `Unique name already exists: ${form.UniqueName}`);
		}
		const document: SyncDocument = {
			sid: sid('ET'),
			uniqueName: form.UniqueName ?? null,
			data: parseData(world, form.Data),
			revision: '0',
			dateCreated: new Date(),
			dateUpdated: new Date(),
		};
		setExpiry(document, holds(world, 'sync-ttl') ? form.Ttl : undefined);
		documents.set(document.sid, document);
		return respond(201, document);
	});
	router.on('GET', HOST, DOCUMENTS, (request) => {
		lookUp(undefined);
		return classicPage(
			request,
			'documents',
			[...documents.values()].map((each) => respond(200, each).body),
		);
	});
	router.on('GET', HOST, `${DOCUMENTS}/{document}`, (request, params) =>
		respond(200, find(request, params.document)),
	);
	router.on('POST', HOST, `${DOCUMENTS}/{document}`, (request, params) => {
		const document = find(request, params.document);
		if (holds(world, 'sync-if-match')) requireRevision(document, request.headers['if-match']);
		const { Data, Ttl } = readForm(request, updateForm);
		if (Data === undefined && Ttl === undefined) throw invalidParameter('Data or Ttl is required');
		if (Data !== undefined) document.data = parseData(world, Data);
		setExpiry(document, Ttl);
		document.dateUpdated = new Date();
		document.revision = (Number.parseInt(document.revision, 16) + 1).toString(16);
		return respond(200, document);
	});
	router.on('DELETE', HOST, `${DOCUMENTS}/{document}`, (request, params) => {
		const document = find(request, params.document);
		if (holds(world, 'sync-if-match')) requireRevision(document, request.headers['if-match']);
		documents.delete(document.sid);
		return { status: 204 };
	});
}

/** GUESS(sync-too-large): the code for data that is too large. A document of 17 KiB on a live account would settle it. */
function parseData(world: World, text: string): Record<string, unknown> {
	if (Buffer.byteLength(text) > MAX_BYTES) {
		if (holds(world, 'sync-too-large')) throw new TwilioError(413, 54006, 'Data exceeds 16 KiB');
		throw invalidParameter('Data exceeds 16 KiB');
	}
	return parseObject('Data', text);
}

/** Without a `Ttl` the expiry stays. */
function setExpiry(document: SyncDocument, ttl: number | undefined): void {
	if (ttl === undefined) return;
	if (ttl === 0) delete document.expiresAt;
	else document.expiresAt = Date.now() + ttl * 1000;
}

/** https://www.twilio.com/docs/api/errors/54103 */
function requireRevision(document: SyncDocument, ifMatch: string | undefined): void {
	if (ifMatch === undefined || ifMatch.replace(/^"|"$/g, '') === document.revision) return;
	throw new TwilioError(412, 54103, 'The revision of the Document does not match the expected revision');
}
