/** Functions, Assets and uploads, as twilio-node sees them. */
import type { Emulator } from '../../../../emulator/core/emulator';
import { clientOf, useEmulator } from '../../../support/client';
import { ask, publish } from '../../../support/deploying';

const hello = { path: '/hello', content: 'exports.handler = (c, e, done) => done(null, "hello");' };

let emulator: Emulator;
useEmulator(
	(started) => {
		emulator = started;
	},
	{ each: true },
);
const services = () => clientOf(emulator).serverless.v1.services;
const create = (uniqueName = 'handoff') => services().create({ uniqueName, friendlyName: uniqueName });

test('a version has the uploaded content', async () => {
	const { serviceSid } = await publish(emulator, { functions: [{ ...hello, visibility: 'protected' }] });
	const [resource] = await services()(serviceSid).functions.list();
	const [version] = emulator.world.serverless.functionVersions.values();
	expect(version).toMatchObject({ resourceSid: resource?.sid, path: '/hello', visibility: 'protected' });
	expect(version?.content.toString()).toBe(hello.content);
});

test.each([
	['a path outside its folder', '/../../etc', 'Path'],
	['a path without a slash', 'hello', 'Path'],
	['an unknown visibility', '/hello', 'Visibility'],
])('an upload is rejected for %s', async (_what, path, parameter) => {
	const visibility = parameter === 'Visibility' ? { visibility: JSON.parse('"secret"') } : {};
	const functions = [{ path, content: '', ...visibility }];
	await expect(publish(emulator, { functions })).rejects.toThrow(`Invalid parameter ${parameter}`);
});

test('an upload that is not a multipart form is rejected', async () => {
	const { sid } = await create();
	const { sid: functionSid } = await services()(sid).functions.create({ friendlyName: '/hello' });
	const { accountSid, authToken } = emulator.world.account;
	const answer = await ask(
		emulator,
		`https://serverless-upload.twilio.com/v1/Services/${sid}/Functions/${functionSid}/Versions`,
		{
			method: 'POST',
			headers: {
				authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`,
				'content-type': 'multipart/form-data; boundary=x',
			},
			body: 'Path=/hello',
		},
	);
	expect(answer).toMatchObject({ status: 400, text: expect.stringContaining('multipart') });
});
