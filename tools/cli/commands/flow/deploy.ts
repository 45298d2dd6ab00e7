import { redact } from '../../../../src/redact';
import { versionOf } from '../../../../studio/version';
import type { Account } from '../../../account/open';
import { deployFlow } from '../../../deploy/flow';
import { refuseFlow } from '../../../deploy/flow-refusals';
import { confirmProduction } from '../../options';
import { shown } from '../../ui/print';

import { type Options, plan, print } from './shared';

export async function deploy(account: Account, options: Options): Promise<void> {
	const planned = await plan(account);
	await refuseFlow(account, planned, options);
	for (const change of planned.changes) print(shown(redact(change)));
	if (planned.action !== 'nothing') await confirmProduction(account.environment, options.yes ?? false);
	const live = await deployFlow(account.twilio, planned);
	const done = planned.action === 'nothing' ? 'is already live' : 'is now live';
	print(`✓ ${versionOf(live.definition)} ${done}: flow ${live.sid}, revision ${live.revision}.`);
	if (planned.advice !== undefined) print(planned.advice);
}
