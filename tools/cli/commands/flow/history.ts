import type { Account } from '../../../account/open';
import { listRevisions } from '../../../account/studio/live-flow';
import { print as printLines, shown } from '../../ui/print';

import { locate, type Options, print } from './shared';

export async function history(account: Account, { json }: Options): Promise<void> {
	const live = await locate(account).requireFlow();
	const revisions = await listRevisions(account.twilio, live.sid);
	if (json) {
		printLines(JSON.stringify({ flow: live.sid, live: live.revision, revisions }, undefined, 2));
		return;
	}
	for (const { revision, status, dateUpdated, commitMessage } of revisions) {
		const mark = revision === live.revision ? '→' : ' ';
		const what = commitMessage || '(saved in the Console)';
		print(`${mark} ${String(revision).padStart(4)}  ${dateUpdated}  ${status.padEnd(9)}  ${shown(what)}`);
	}
}
