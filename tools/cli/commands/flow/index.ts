import type { Command } from 'commander';
import { ALLOW_OLDER, YES } from '../../options';

import { deploy } from './deploy';
import { diff } from './diff';
import { history } from './history';
import { learn } from './learn';
import { pull } from './pull';
import { rollback } from './rollback';
import { accountOf, type Options } from './shared';
import { validate } from './validate';

export function registerFlow(program: Command): void {
	const flow = program.command('flow').description('manage the Studio flow as code');
	const add = (name: string, description: string) => flow.command(name).description(description);
	add('validate', 'validate studio/agent-handoff.json offline').action(validate);
	const showDiff = add('diff', 'compare studio/agent-handoff.json with the live flow').option(
		'--json',
		'print JSON',
	);
	showDiff.action(() => diff(accountOf(showDiff), showDiff.optsWithGlobals<Options>()));
	const publish = add('deploy', 'publish the flow')
		.option('--force', 'overwrite edits made in the Console')
		.option(...ALLOW_OLDER)
		.option(...YES);
	publish.action(() => deploy(accountOf(publish), publish.optsWithGlobals<Options>()));
	const list = add('history', 'list the revisions of the flow').option('--json', 'print JSON');
	list.action(() => history(accountOf(list), list.optsWithGlobals<Options>()));
	const back = add('rollback', 'publish an earlier revision')
		.argument('[revision]', 'revision to publish (default: the last one that differs)')
		.option('--force', 'overwrite edits made in the Console; keeps drafts')
		.option(...YES);
	back.action((revision?: string) => rollback(accountOf(back), revision, back.optsWithGlobals<Options>()));
	const take = add('pull', 'copy edits from the live flow into studio/agent-handoff.json').option(
		'--force',
		'overwrite uncommitted changes, and allow a flow that this project didn’t deploy',
	);
	take.action(() => pull(accountOf(take), take.optsWithGlobals<Options>()));
	const learning = add(
		'learn',
		"copy the Resume Conversation definition from a flow created from Twilio's template",
	).argument('<flow>', 'FW…');
	learning.action((flowSid: string) => learn(accountOf(learning), flowSid));
}
