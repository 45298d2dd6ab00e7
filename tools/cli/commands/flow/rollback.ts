import { environmentOf } from '../../../account/env/environment';
import type { Account } from '../../../account/open';
import { refuseToLoseEdit, rollBack } from '../../../deploy/flow-rollback';
import { refuseOthersFlow } from '../../../deploy/foreign';
import { confirmProduction } from '../../options';
import { UsageError } from '../../ui/terminal';

import { locate, type Options, print } from './shared';

export async function rollback(
	account: Account,
	argument: string | undefined,
	{ force, yes = false }: Options,
): Promise<void> {
	const wanted = argument === undefined ? undefined : revisionOf(argument);
	const live = await locate(account).requireFlow();
	await refuseOthersFlow(account.twilio, environmentOf(account.environment), live);
	if (!force) refuseToLoseEdit(live);
	await confirmProduction(account.environment, yes);
	const { earlier, now } = await rollBack(account.twilio, live, wanted);
	print(
		`✓ Rolled back to revision ${earlier.revision}, published as revision ${now.revision} of flow ${now.sid}.`,
	);
	if (live.status !== 'published') print('The draft was kept as the newest revision. It isn’t published.');
}

function revisionOf(argument: string): number {
	if (!/^[1-9]\d*$/.test(argument))
		throw new UsageError(`Invalid revision "${argument}". Run: npx handoff flow history`);
	return Number(argument);
}
