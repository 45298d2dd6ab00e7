/** The check functions/reachable. */

import type { SmokeCheck } from '../../../../tools/account/account-view';
import { DEPLOY } from '../../../../tools/doctor/engine/fix';
import { answers } from '../../../support/account-view';
import { useAccount } from '../../../support/emulated-account';

const account = useAccount();

const SILENT = 'no response: connection reset';

test('when no request gets a response, functions/reachable is the only fault, and a deployment fixes it', async () => {
	const smokeTest = async () => answers({ authentication: SILENT, settings: SILENT, version: SILENT });
	account.options = { project: { smokeTest } };
	const { found, fixes } = await account.onlyWrong('functions/reachable');
	expect(fixes).toEqual([DEPLOY]);
	expect(found).toContain(SILENT);
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
	account.options = { project: { smokeTest } };
	const { found, fixes } = await account.onlyWrong('functions/reachable');
	expect(fixes).toEqual([]);
	expect(found).toContain('500');
	expect(await account.finding('functions/strangers')).toMatchObject({ status: 'skipped' });
});

test('of Functions of which one crashes and another is open, both are reported', async () => {
	const open = answers({ authentication: '200' });
	const smokeTest = async () => [...open, crash('authentication')];
	account.options = { project: { smokeTest } };
	expect((await account.faults()).map(({ check }) => check)).toEqual([
		'functions/reachable',
		'functions/strangers',
	]);
});
