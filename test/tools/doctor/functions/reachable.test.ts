/** The check functions/reachable. */

import type { SmokeCheck } from '../../../../tools/account/account-view';
import { DEPLOY } from '../../../../tools/doctor/engine/fix';
import { answers, faults, findings, useAccount } from '../engine/findings';

const view = useAccount();

const SILENT = 'no response: connection reset';

test('when no request gets a response, functions/reachable is the only fault, and a deployment fixes it', async () => {
	const project = {
		smokeTest: async () => answers({ authentication: SILENT, settings: SILENT, version: SILENT }),
	};
	expect(await faults(view({ project }))).toMatchObject([
		{
			check: 'functions/reachable',
			status: 'wrong',
			fixes: [DEPLOY],
			found: expect.stringContaining(SILENT),
		},
	]);
});

const crash = (about: SmokeCheck['about']): SmokeCheck => ({
	name: `a request about ${about}`,
	about,
	ok: false,
	found: '500',
	isCrash: true,
});

test('Functions that crash are the only fault, and not open to unauthenticated requests; a deployment is no fix', async () => {
	const version = answers().filter(({ about }) => about === 'version');
	const smokeTest = async () => [...version, crash('authentication'), crash('settings')];
	const account = view({ project: { smokeTest } });
	expect(await faults(account)).toMatchObject([
		{ check: 'functions/reachable', fixes: [], found: expect.stringContaining('500') },
	]);
	expect((await findings(account)).get('functions/strangers')).toMatchObject({ status: 'skipped' });
});

test('of Functions of which one crashes and another is open, both are reported', async () => {
	const open = answers({ authentication: '200' });
	const smokeTest = async () => [...open, crash('authentication')];
	const found = await faults(view({ project: { smokeTest } }));
	expect(found.map(({ check }) => check)).toEqual(['functions/reachable', 'functions/strangers']);
});
