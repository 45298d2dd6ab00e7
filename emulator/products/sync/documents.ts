/**
 * Sync: the documents of the default service, with the revisions that `If-Match` is compared to.
 * Field names: twilio-node 6.2 `rest/sync/v1/service/document.d.ts`.
 * @module
 */
import { z } from 'zod';
import { readForm } from '../../core/body';
import {
	invalidParameter,
	notFound,
	type PathParams,
	type Router,
	TwilioError,
	type TwilioRequest,
} from '../../core/http';
import { classicPage } from '../../core/paging';
import { sid } from '../../core/sids';
import type { World } from '../../core/world';
import { parseObject } from '../taskrouter/create-task';

type SyncDocument = World['syncDocuments'] extends Map<string, infer Document> ? Document : never;

const HOST = 'sync.twilio.com';
const SERVICE = '/v1/Services/{service}';
const createForm = z.object({ UniqueName: z.string().exactOptional(), Data: z.string().default('{}') });
const updateForm = z.object({ Data: z.string().exactOptional() });

/** The default service: fetch. Its documents: list, create, fetch, update, delete, by SID or unique name. */
export function addSync(router: Router, world: World): void {
	const account_sid = world.account.accountSid;
	const serviceSid = sid('IS');
	const inService = (service: string | undefined, path: string) => {
		if (service !== 'default' && service !== serviceSid) throw notFound(path);
	};
	const byName = (key: string | undefined) =>
		[...world.syncDocuments.values()].find(({ sid, uniqueName }) => sid === key || uniqueName === key);
	const find = (request: TwilioRequest, params: PathParams): SyncDocument => {
		inService(params.service, request.path);
		const document = byName(params.document);
		if (!document) throw notFound(request.path);
		return document;
	};
	const view = (document: SyncDocument) => ({
		sid: document.sid,
		unique_name: document.uniqueName,
		account_sid,
		service_sid: serviceSid,
		revision: document.revision,
		data: document.data,
		created_by: 'system',
		url: `https://${HOST}/v1/Services/${serviceSid}/Documents/${document.sid}`,
	});
	const answer = (status: number, document: SyncDocument) => ({
		status,
		headers: { etag: `"${document.revision}"` },
		body: view(document),
	});

	router.on('GET', HOST, SERVICE, (request, params) => {
		inService(params.service, request.path);
		const url = `https://${HOST}/v1/Services/${serviceSid}`;
		return {
			status: 200,
			body: { sid: serviceSid, unique_name: 'default', account_sid, friendly_name: 'Default Service', url },
		};
	});
	router.on('GET', HOST, `${SERVICE}/Documents`, (request, params) => {
		inService(params.service, request.path);
		return classicPage(request, 'documents', [...world.syncDocuments.values()].map(view));
	});
	router.on('POST', HOST, `${SERVICE}/Documents`, (request, params) => {
		inService(params.service, request.path);
		const form = readForm(request, createForm);
		if (form.UniqueName !== undefined && byName(form.UniqueName)) {
			// https://www.twilio.com/docs/api/errors/54301
			throw new TwilioError(409, 54301, `Unique name already exists: ${form.UniqueName}`);
		}
		const document: SyncDocument = {
			sid: sid('ET'),
			uniqueName: form.UniqueName ?? null,
			data: parseObject('Data', form.Data),
			revision: '0',
		};
		world.syncDocuments.set(document.sid, document);
		return answer(201, document);
	});
	router.on('GET', HOST, `${SERVICE}/Documents/{document}`, (request, params) =>
		answer(200, find(request, params)),
	);
	router.on('POST', HOST, `${SERVICE}/Documents/{document}`, (request, params) => {
		const document = find(request, params);
		requireRevision(document, request.headers['if-match']);
		const { Data } = readForm(request, updateForm);
		if (Data === undefined) throw invalidParameter('Data is required');
		document.data = parseObject('Data', Data);
		document.revision = (Number.parseInt(document.revision, 16) + 1).toString(16);
		return answer(200, document);
	});
	router.on('DELETE', HOST, `${SERVICE}/Documents/{document}`, (request, params) => {
		const document = find(request, params);
		requireRevision(document, request.headers['if-match']);
		world.syncDocuments.delete(document.sid);
		return { status: 204 };
	});
}

/** https://www.twilio.com/docs/api/errors/54103 */
function requireRevision(document: SyncDocument, ifMatch: string | undefined): void {
	if (ifMatch === undefined || ifMatch.replace(/^"|"$/g, '') === document.revision) return;
	throw new TwilioError(412, 54103, 'The revision of the Document does not match the expected revision');
}
