import { flowDefinition } from '../../../../studio/definition';
import { validateFlow } from '../../../../studio/validate/validate';
import { versionOf } from '../../../../studio/version';
import { SetupError } from '../../../account/errors';
import { readTemplate } from '../../../account/project';

import { print } from './shared';

export function validate(): void {
	const template = flowDefinition.parse(readValid());
	// Without a hash: that of what is live is of the flow with one account's values.
	print(`✓ studio/agent-handoff.json ${versionOf(template)} is valid.`);
}

/** @throws {SetupError} with everything that is wrong with the template, invalid JSON included */
function readValid(): unknown {
	const problems: string[] = [];
	let template: unknown;
	try {
		template = readTemplate();
		problems.push(...validateFlow(template));
	} catch (error) {
		if (!(error instanceof SetupError)) throw error;
		problems.push(error.message);
	}
	if (problems.length === 0) return template;
	throw new SetupError(problems.map((problem) => `✗ ${problem}`).join('\n'));
}
