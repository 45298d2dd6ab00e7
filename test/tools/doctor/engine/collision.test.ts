/** What someone else changes between our read of a resource and our write: each kind, as its API shows it. */
import type { AccountView } from '../../../../tools/account/account-view';
import { unlogged, writeEdits } from '../../../../tools/doctor/engine/apply';
import { collisionIn } from '../../../../tools/doctor/engine/collision';
import type { ResourceKind, SetEdit } from '../../../../tools/doctor/engine/fix';
import { useAccount } from '../../../support/emulated-account';
import { failureOf } from '../../../support/fakes';

const account = useAccount();

/** Makes an edit while someone else makes a change, right after our read. @returns what the user sees of it */
async function collide(edit: SetEdit, theirs: () => void): Promise<string[]> {
	const all = account.resources;
	const own = all[edit.resource];
	let reads = 0;
	const read = async (view: AccountView, id: string) => {
		const whole = await own.read(view, id);
		reads += 1;
		if (reads === 1) theirs();
		return whole;
	};
	const resources = { ...all, [edit.resource]: { ...own, read } };
	const notices: string[] = [];
	await writeEdits([edit], account.view(), {
		resources,
		begin: unlogged,
		progress: () => {},
		notice: (line) => notices.push(line),
	});
	return notices;
}

const set = (resource: ResourceKind, id: string, name: string, before: string, after: string): SetEdit => ({
	edit: 'set',
	resource,
	id,
	path: [name],
	before,
	after,
});

test('someone else’s change of a phone number is seen by its other settings, and stays', async () => {
	const { number } = account;
	const edit = set('phone-number', number.sid, 'voiceUrl', number.voiceUrl, 'https://agent.example.com/new');
	const notices = await collide(edit, () => {
		number.smsUrl = 'https://crm.example.com/sms';
	});
	expect(notices).toEqual([
		expect.stringMatching(/^Phone number PN\w+ was changed by someone else .*\(smsUrl\)/),
	]);
	expect(number).toMatchObject({
		voiceUrl: 'https://agent.example.com/new',
		smsUrl: 'https://crm.example.com/sms',
	});
});

test('someone else’s change of the workspace is seen by its event filter', async () => {
	const { workspace } = account.world;
	workspace.eventCallbackUrl = '';
	const edit = set(
		'workspace',
		account.world.workspaceSid,
		'eventCallbackUrl',
		'',
		'https://f.example.com/a',
	);
	const notices = await collide(edit, () => {
		workspace.eventsFilter = 'task.created';
	});
	expect(notices).toEqual([expect.stringContaining('eventsFilter')]);
});

test('someone else’s change of an Orchestrator configuration is seen by its version', async () => {
	const configuration = account.configuration;
	configuration.description = 'ours';
	const { configurationId: id } = account.world;
	const notices = await collide(set('orchestrator-configuration', id, 'description', 'ours', 'new'), () => {
		configuration.version += 1;
	});
	expect(notices).toEqual([expect.stringMatching(/expected version 2, found 3/)]);
});

test('a write is not reported as a collision when no one else writes', async () => {
	const { number } = account;
	const edit = set('phone-number', number.sid, 'voiceUrl', number.voiceUrl, 'https://agent.example.com/new');
	expect(await collide(edit, () => {})).toEqual([]);
});

test('a value that changed since doctor read it stops the write (asserts a phone number only: see report)', async () => {
	const { world, number, configuration } = account;
	const asDoctorSaw = (resource: ResourceKind, id: string, name: string) =>
		set(resource, id, name, 'https://as.doctor.saw/it', 'https://new.example.com');
	for (const edit of [
		asDoctorSaw('phone-number', number.sid, 'voiceUrl'),
		asDoctorSaw('workspace', world.workspaceSid, 'eventCallbackUrl'),
		asDoctorSaw('orchestrator-configuration', configuration.id, 'description'),
		asDoctorSaw('flex-configuration', '', 'ui_version'),
		asDoctorSaw('workflow', world.workflowSid, 'friendlyName'),
		asDoctorSaw('env', '', 'TWILIO_VOICE_PUBLIC_DOMAIN'),
	]) {
		expect(String(await failureOf(() => collide(edit, () => {})))).toContain('has changed');
	}
	expect(account.emulator.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
});

test('what Twilio does not report, or reports as nothing, is no collision', () => {
	expect(collisionIn({ a: 'x', b: '' }, { b: null }, [['a']])).toBeUndefined();
	expect(collisionIn({ a: 'x', version: 1 }, { version: 2 }, [['a']])).toBeUndefined();
	expect(collisionIn({ a: 'x' }, { a: 'normalized' }, [['a', 'deep']])).toBeUndefined();
});
