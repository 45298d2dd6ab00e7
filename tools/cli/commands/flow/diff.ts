import { redact } from '../../../../src/redact';
import type { Account } from '../../../account/open';
import { print as printLines, shown } from '../../ui/print';

import { type Options, plan, print } from './shared';

export async function diff(account: Account, { json }: Options): Promise<void> {
	const { action, changes, drifted, advice, live } = await plan(account);
	const { sid, revision } = live ?? {};
	if (json) {
		const flow = sid === undefined ? null : { sid, revision };
		printLines(JSON.stringify({ action, drifted, flow, changes: changes.map(redact) }, undefined, 2));
		return;
	}
	if (action === 'create') print('There is no live flow yet. To create it: npx handoff deploy');
	else if (action === 'nothing') print(`The live flow (${sid}, revision ${revision}) is up to date.`);
	else {
		const lines = changes.map((change) => shown(redact(change))).join('\n');
		print(lines || 'No differences. Deploying publishes a new revision.');
	}
	if (advice !== undefined) print(advice);
	if (drifted) {
		print(
			'The live flow was edited in the Console, or wasn’t deployed by this project, so a deployment would stop. To keep the edits: npx handoff flow pull. To overwrite them: npx handoff flow deploy --force',
		);
	}
}
