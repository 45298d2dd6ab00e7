/**
 * What Twilio's platform builds, in a separate service that nothing is deployed from.
 * @module
 */
import RestException from 'twilio/lib/base/RestException';
import { z } from 'zod';
import { asking } from '../../account/asking';
import { ROOT } from '../../account/project';
import { HANDLER } from '../../deploy/build-advice';
import { localBundle } from '../../deploy/bundle';
import type { Lab } from '../lab';
import { describe, experiment, judge, open, type Probe, refusalOf } from '../probe';

const SERVICE = 'a Functions service with one Function, and builds of it, never deployed';

/** A build with dependencies takes a minute or so. */
const PATIENCE_S = 300;

const service = experiment((lab) => makeService(lab, `${lab.name}-functions`));

function makeService(lab: Lab, uniqueName: string) {
	const { services } = lab.twilio.serverless.v1;
	return lab.make({
		kind: 'Functions service',
		name: uniqueName,
		console: 'https://console.twilio.com/us1/develop/functions/services',
		create: () => services.create({ uniqueName, friendlyName: uniqueName }),
		find: async () => (await services.list()).find((each) => each.uniqueName === uniqueName)?.sid,
		remove: (sid) => services(sid).remove(),
	});
}

const uploaded = z.object({ sid: z.string() });

/** The one version of the one Function. The SDK sends no multipart forms, so its HTTP client is used. */
const version = experiment(async (lab) => {
	const { sid } = await service(lab);
	const { functions } = lab.twilio.serverless.v1.services(sid);
	const made = await asking('creating a Function', () => functions.create({ friendlyName: 'verify' }));
	const uri = `https://serverless-upload.twilio.com/v1/Services/${sid}/Functions/${made.sid}/Versions`;
	const boundary = lab.name;
	const part = (name: string, text: string) =>
		`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`;
	const file = `--${boundary}\r\nContent-Disposition: form-data; name="Content"; filename="verify.js"\r\nContent-Type: application/javascript\r\n\r\nexports.handler = (_context, _event, done) => done(null, 'verify');\r\n--${boundary}--\r\n`;
	const { httpClient, username, password } = lab.twilio;
	const form = Buffer.from(part('Path', '/verify') + part('Visibility', 'public') + file);
	const response = await httpClient.axios.post(uri, form, {
		headers: {
			Authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
			'Content-Type': `multipart/form-data; boundary=${boundary}`,
		},
		validateStatus: () => true,
	});
	if (response.status !== 201) throw new RestException({ statusCode: response.status, body: response.data });
	const { data } = response;
	return {
		serviceSid: sid,
		versionSid: uploaded.parse(typeof data === 'string' ? JSON.parse(data) : data).sid,
	};
});

/** Starts a build, which is removed with its service. */
async function build(lab: Lab, dependencies: Readonly<Record<string, string>>, runtime?: string) {
	const { serviceSid, versionSid } = await version(lab);
	const list = Object.entries(dependencies).map(([name, each]) => ({ name, version: each }));
	return lab.twilio.serverless.v1.services(serviceSid).builds.create({
		functionVersions: [versionSid],
		dependencies: JSON.stringify(list),
		...(runtime !== undefined && { runtime }),
	});
}

export const FUNCTIONS: readonly Probe[] = [
	{
		id: 'functions-build',
		makes: [SERVICE],
		run: async (lab) => {
			const { dependencies, settings } = await localBundle(ROOT);
			const { serviceSid } = await version(lab);
			let sid = '';
			const request = build(lab, dependencies, settings.runtime).then((made) => (sid = made.sid));
			const refusal = await refusalOf('building', request);
			if (refusal) return judge(false, describe(refusal));
			const { builds } = lab.twilio.serverless.v1.services(serviceSid);
			const status = await lab.until(PATIENCE_S, async () => {
				const found = await asking('reading the build', () => builds(sid).fetch());
				return found.status === 'building' ? undefined : found.status;
			});
			if (status === undefined) return open(`not built after ${PATIENCE_S} s`);
			const what = Object.entries(dependencies).map(([name, each]) => `${name} ${each}`);
			return judge(status === 'completed', `a build with ${what.join(' and ')} ${status}`);
		},
	},
	{
		id: 'handler-2-0-2',
		makes: [SERVICE],
		run: async (lab) => {
			await version(lab);
			const refusal = await refusalOf('building', build(lab, { [HANDLER.name]: '2.0.2' }));
			if (refusal && !/version/i.test(refusal.message)) return open(describe(refusal));
			return judge(refusal !== undefined, describe(refusal));
		},
	},
	{
		id: 'node20-ended',
		makes: [SERVICE],
		run: async (lab) => {
			const { dependencies } = await localBundle(ROOT);
			await version(lab);
			const refusal = await refusalOf('building', build(lab, dependencies, 'node20'));
			if (refusal && !/runtime/i.test(refusal.message)) return open(describe(refusal));
			return judge(refusal !== undefined, describe(refusal));
		},
	},
	{
		id: 'service-name-conflict',
		makes: [SERVICE],
		run: async (lab) => {
			const { uniqueName } = await service(lab);
			const refusal = await refusalOf('creating a service twice', makeService(lab, uniqueName));
			return judge(refusal?.status === 409 && refusal.code === 20409, describe(refusal));
		},
	},
];
