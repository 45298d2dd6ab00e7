import { redact } from '../../../../src/redact';
import { isFlowDefinition } from '../../../../studio/definition';
import { diffFlows } from '../../../../studio/diff/diff';
import { isSame } from '../../../../studio/json';
import { type FlowValues, renderFlow } from '../../../../studio/render/render';
import { restorePlaceholders } from '../../../../studio/render/restore';
import { validateFlow } from '../../../../studio/validate/validate';
import { titleOf } from '../../../../studio/version';
import { SetupError } from '../../../account/errors';
import type { Account } from '../../../account/open';
import { readTemplate, TEMPLATE_FILE, whyUncommitted } from '../../../account/project';
import { deployedVersion, type LiveFlow } from '../../../account/studio/live-flow';

import { locate, type Options, print, write } from './shared';

export async function pull(account: Account, { force }: Options): Promise<void> {
	const project = locate(account);
	const [live, values] = await Promise.all([project.requireFlow(), project.values()]);
	const before = readTemplate();
	if (!force) await refuseOtherFlow(account, live, before);
	const template = restorePlaceholders(live.definition, values, before);
	if (isSame(template, before)) {
		print(`studio/agent-handoff.json already matches flow ${live.sid}, revision ${live.revision}.`);
		return;
	}
	const why = force ? undefined : whyUncommitted(TEMPLATE_FILE);
	if (why !== undefined) {
		throw new SetupError(
			`studio/agent-handoff.json ${why}, and a pull would overwrite it. Commit it first, or add --force.`,
		);
	}
	write(TEMPLATE_FILE, template);
	print(
		`✓ Pulled flow ${live.sid}, revision ${live.revision}, into studio/agent-handoff.json. Review it with git diff, increment the version in its description, and run: npm run draw`,
	);
	const problems = validateFlow(template);
	if (problems.length > 0) print(`Fix before deploying:\n  ${problems.join('\n  ')}`);
	else reportSettings(live, values, template);
}

async function refuseOtherFlow({ twilio }: Account, live: LiveFlow, template: unknown): Promise<void> {
	const isOurs = isFlowDefinition(template) && titleOf(template) === titleOf(live.definition);
	if (isOurs || (await deployedVersion(twilio, live)) !== undefined) return;
	throw new SetupError(
		`Flow ${live.sid} "${redact(live.friendlyName)}" wasn’t deployed by this project. To overwrite studio/agent-handoff.json anyway, add --force.`,
	);
}

/** What was chosen in the Console and is a setting here: the next deployment would undo it. */
function reportSettings({ definition }: LiveFlow, values: FlowValues, template: unknown): void {
	const chosen = diffFlows(renderFlow(values, template), definition);
	if (chosen.length === 0) return;
	print(
		`These values come from settings. To keep the Console’s values, set them in .env (TWILIO_FLEX_WORKFLOW_SID, TWILIO_FLEX_VOICE_CHANNEL_SID, TWILIO_FLEX_CHAT_CHANNEL_SID):\n  ${chosen.join('\n  ')}`,
	);
}
