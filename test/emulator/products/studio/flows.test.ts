/** Flows and their revisions, as twilio-node sees them. */
import type twilio from 'twilio';
import type { Emulator } from '../../../../emulator/core/emulator';
import { clientOf, useEmulator } from '../../../support/client';
import { definition, state } from '../../../support/flows';

let emulator: Emulator;
let flows: twilio.Twilio['studio']['v2']['flows'];

useEmulator((started) => {
	emulator = started;
	({ flows } = clientOf(emulator).studio.v2);
});

const flowWith = (name: string) => definition(state(name, 'set-variables', { variables: [] }));
const publish = () =>
	flows.create({
		friendlyName: 'handoff',
		status: 'published',
		definition: flowWith('one'),
		commitMessage: 'first',
	});

test('a flow can be created, updated, fetched and listed', async () => {
	const flow = await publish();
	expect(flow).toMatchObject({ friendlyName: 'handoff', revision: 1, valid: true, commitMessage: 'first' });
	expect(flow.webhookUrl).toBe(
		`https://webhooks.twilio.com/v1/Accounts/${emulator.world.account.accountSid}/Flows/${flow.sid}`,
	);
	const next = await flows(flow.sid).update({ status: 'published', definition: flowWith('two') });
	expect(next).toMatchObject({ sid: flow.sid, friendlyName: 'handoff', revision: 2 });
	expect((await flows(flow.sid).fetch()).definition).toEqual(flowWith('two'));
	expect((await flows.list()).map(({ sid }) => sid)).toContain(flow.sid);
});

test('an unknown flow is not found', async () => {
	await expect(flows('FWnone').fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
});

test('earlier revisions can be listed and fetched', async () => {
	const { sid } = await publish();
	await flows(sid).update({ status: 'draft', commitMessage: 'second' });
	// Not `revisions.list()`: twilio-node 6.2 throws on any revision in a list.
	const uri = `https://studio.twilio.com/v2/Flows/${sid}/Revisions`;
	const { body } = await clientOf(emulator).request({ method: 'get', uri });
	expect(body).toMatchObject({
		meta: { key: 'revisions' },
		revisions: [
			{ revision: 2, status: 'draft' },
			{ revision: 1, status: 'published' },
		],
	});
	expect((await flows(sid).revisions('1').fetch()).commitMessage).toBe('first');
	expect((await flows(sid).revisions('LatestPublished').fetch()).revision).toBe(1);
	await expect(flows(sid).revisions('3').fetch()).rejects.toMatchObject({ status: 404 });
});

test('the list of flows has pages', async () => {
	for (let count = 0; count < 3; count++) await publish();
	expect((await flows.list({ pageSize: 2 })).length).toBe(emulator.world.flows.size);
});
