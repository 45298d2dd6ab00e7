/**
 * Serverless: uploads, which make new versions of Functions and Assets. They have a host of their own and are
 * multipart forms.
 * @see https://www.twilio.com/docs/serverless/api/resource/function-version
 * @module
 */
import { z } from 'zod';
import { check } from '../../core/body';
import { invalidParameter, type Router, type TwilioRequest } from '../../core/http';
import { sid } from '../../core/sids';
import type { World } from '../../core/world';
import { assetsOf, findResource, functionsOf, viewVersion } from './code';
import { SERVICE } from './lookup';
import type { ServerlessVersion } from './model';
import { servedPath } from './platform';

const UPLOAD_HOST = 'serverless-upload.twilio.com';

const uploaded = z.object({
	Path: servedPath,
	Visibility: z.enum(['public', 'protected', 'private']),
});

/** `POST …/Functions|Assets/{ZH}/Versions` with the fields Path and Visibility and the file Content. */
export function addUploads(router: Router, world: World): void {
	for (const kind of [functionsOf(world.serverless), assetsOf(world.serverless)]) {
		router.on(
			'POST',
			UPLOAD_HOST,
			`${SERVICE}/${kind.segment}/{resource}/Versions`,
			async (request, params) => {
				const resource = findResource(world, kind, request, params);
				const upload = await readUpload(request);
				const version: ServerlessVersion = {
					sid: sid('ZN'),
					serviceSid: resource.serviceSid,
					resourceSid: resource.sid,
					...upload,
					dateCreated: new Date(),
				};
				kind.versions.set(version.sid, version);
				return { status: 201, body: viewVersion(world, kind, version) };
			},
		);
	}
}

/**
 * Reads the multipart form, byte for byte.
 * @throws TwilioError 400 for a body that is none, and naming what is missing in it
 */
async function readUpload(
	request: TwilioRequest,
): Promise<Pick<ServerlessVersion, 'path' | 'visibility' | 'content' | 'contentType'>> {
	const headers = { 'content-type': request.headers['content-type'] ?? '' };
	const body = new Response(request.bytes ?? request.body, { headers });
	const form = await body.formData().catch(() => {
		throw invalidParameter('The request body is not a valid multipart form');
	});
	const { Path: path, Visibility: visibility } = check(uploaded, {
		Path: form.get('Path'),
		Visibility: form.get('Visibility'),
	});
	const file = form.get('Content');
	if (file === null) throw invalidParameter('Missing required parameter Content in the post body');
	if (typeof file === 'string') {
		return { path, visibility, content: Buffer.from(file), contentType: 'text/plain' };
	}
	return {
		path,
		visibility,
		content: Buffer.from(await file.arrayBuffer()),
		contentType: file.type || 'application/octet-stream',
	};
}
