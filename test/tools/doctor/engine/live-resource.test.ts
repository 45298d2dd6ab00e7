/** What a deployment replaced, read and brought back: the real SDK, a flow's revisions and a service's builds. */

import type { Emulator } from '../../../../emulator/core/emulator';
import { SERVICE_NAME } from '../../../../tools/account/project';
import { liveResource } from '../../../../tools/doctor/engine/live-resource';
import { viewOf } from '../../../support/account-view';
import { clientOf, useEmulator } from '../../../support/client';
import { publish } from '../../../support/deploying';
import { failureOf } from '../../../support/fakes';
import { definition, state } from '../../../support/flows';

let emulator: Emulator;
useEmulator((started) => {
	emulator = started;
	emulator.world.serverless.pollsPerBuild = 0;
});

const asset = (content: string) => ({ path: '/version.json', content, visibility: 'public' as const });

test('undoing a deployment brings flow and Functions back to what ran (one test of 50 lines: split into four)', async () => {
	const client = clientOf(emulator);
	const { flows } = client.studio.v2;
	const flowOf = (value: string) =>
		definition(state('say', 'set-variables', { variables: [{ key: 'x', value }] }));
	const publishFlow = (value: string) => ({ status: 'published' as const, definition: flowOf(value) });
	const { sid } = await flows.create({ friendlyName: 'AI-to-human handoff', ...publishFlow('old') });
	const view = () =>
		viewOf(emulator, {
			environment: { TWILIO_STUDIO_HANDOFF_FLOW_SID: sid },
		});
	expect(await liveResource.read(view(), '')).toEqual({ flow: { sid, revision: 1 }, functions: null });

	const to = await publish(emulator, { assets: [asset('"old"')] });
	const [service] = emulator.world.serverless.services.values();
	const [environment] = emulator.world.serverless.environments.values();
	if (!service || !environment) throw new Error('nothing was deployed');
	Object.assign(service, { uniqueName: SERVICE_NAME });
	Object.assign(environment, { domainSuffix: 'dev' });
	const before = await liveResource.read(view(), '');
	await flows(sid).update(publishFlow('new'));
	await publish(emulator, { assets: [asset('"new"')], to });
	const after = await liveResource.read(view(), '');
	expect(after).toMatchObject({ flow: { sid, revision: 2 } });
	expect(after.functions).not.toEqual(before.functions);

	await liveResource.write(view(), '', before, [['flow'], ['functions']], () => {});
	expect(await liveResource.read(view(), '')).toEqual(before);
	expect((await flows(sid).fetch()).definition).toEqual(flowOf('old'));
	expect(emulator.world.serverless.environments.get(environment.sid)?.buildSid).not.toBeNull();

	// A draft does not run: it is neither what is live, nor lost.
	await flows(sid).update({ ...publishFlow('draft'), status: 'draft' });
	expect(await liveResource.read(view(), '')).toEqual(before);
	await liveResource.write(view(), '', { ...after, functions: null }, [['flow']], () => {});
	expect(await liveResource.read(view(), '')).toMatchObject({ flow: { sid, revision: 2 } });
	expect(await flows(sid).fetch()).toMatchObject({ status: 'draft', definition: flowOf('draft') });

	// Of what is not asked for, nothing is touched.
	emulator.requests.length = 0;
	await liveResource.write(view(), '', before, [], () => {});
	expect(emulator.requests).toEqual([]);

	emulator.faults.add({ match: { method: 'POST', path: /Deployments$/ }, fault: { status: 500 } });
	const failure = await failureOf(() => liveResource.write(view(), '', after, [['functions']], () => {}));
	expect(failure).toMatchObject({
		code: 'twilio_error',
		message: expect.stringContaining('activating the build ZB'),
	});
});
