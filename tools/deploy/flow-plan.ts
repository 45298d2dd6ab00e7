import { redact } from '../../src/redact';
import { type AnyFlow, type FlowDefinition, flowDefinition, isFlowDefinition } from '../../studio/definition';
import { diffFlows } from '../../studio/diff/diff';
import { type FlowValues, isRenderingOf, renderFlow } from '../../studio/render/render';
import { validateFlow } from '../../studio/validate/validate';
import { hashOf, isDrifted, readStamp, stamp, titleOf, versionOf } from '../../studio/version';
import { SetupError } from '../account/errors';
import { FLOW_NAME, type LiveFlow, schemaProblems } from '../account/studio/live-flow';

export interface FlowPlan {
	readonly action: 'create' | 'update' | 'nothing';
	/** What would change, in lines; empty for a new flow, and when there is nothing to do. */
	readonly changes: readonly string[];
	/** Deploying would overwrite an edit made in the Console, or a flow that this project never deployed. */
	readonly drifted: boolean;
	/** What to do manually. */
	readonly advice: string | undefined;
	readonly live: LiveFlow | undefined;
	/** That of a new flow. */
	readonly name: string;
	readonly definition: FlowDefinition;
	readonly commitMessage: string;
}

/**
 * Renders the flow for one account and compares it with what is live.
 * @param template the flow with its placeholders, as it is in the file
 * @param name that of a new flow
 * @throws {SetupError} when the flow is not valid, with every problem
 */
export function planFlow(
	live: LiveFlow | undefined,
	values: FlowValues,
	gitRevision: string | undefined,
	template: unknown,
	name = FLOW_NAME,
): FlowPlan {
	// First as it is in the file: parsing for rendering drops what is not in the schema.
	const problems = validateFlow(template);
	const rendered = problems.length === 0 ? renderFlow(values, template) : undefined;
	if (rendered) problems.push(...validateFlow(rendered, { functionsUrl: values.FUNCTIONS_URL }));
	if (!rendered || problems.length > 0) {
		throw new SetupError(`The flow isn’t valid:\n  ${problems.join('\n  ')}`);
	}
	const stamped = stamp(rendered, gitRevision);
	const action = live === undefined ? 'create' : isDeployed(live, rendered) ? 'nothing' : 'update';
	const isUpdate = live !== undefined && action === 'update';
	const changes = isUpdate ? diffFlows(live.definition, rendered) : [];
	const drifted = isUpdate && losesEdit(live, rendered);
	const version = versionOf(rendered);
	const isSameVersion = isUpdate && readStamp(live.definition.description)?.version === version;
	const advice =
		isSameVersion && !drifted && !differsInSettings(live.definition, template)
			? `${version} is already live with different content. Increment the version in the description of studio/agent-handoff.json.`
			: undefined;
	return { action, changes, drifted, advice, live, name, ...stamped };
}

/** Whether the live flow is this one, and has its version in its description. */
function isDeployed({ status, definition: live }: LiveFlow, rendered: FlowDefinition): boolean {
	if (status !== 'published' || isDrifted(live)) return false;
	return hashOf(live) === hashOf(rendered) && readStamp(live.description)?.version === versionOf(rendered);
}

/** Whether the flow is the template with other values. */
function differsInSettings(live: AnyFlow, template: unknown): boolean {
	const content = (flow: unknown) => {
		const { description: _, states, ...rest } = flowDefinition.parse(flow);
		return { ...rest, states: [...states].sort((a, b) => (a.name < b.name ? -1 : 1)) };
	};
	return isFlowDefinition(live) && isRenderingOf(content(live), content(template));
}

/** An edit that this folder has too, as after a pull, is not lost. In a description, only the text before the version counts. */
function losesEdit({ status, definition: live }: LiveFlow, rendered: FlowDefinition): boolean {
	if (status !== 'published') return true;
	if (!isDrifted(live)) return false;
	const isOurs = readStamp(live.description) !== undefined || titleOf(live) === titleOf(rendered);
	return hashOf(live) !== hashOf(rendered) || !isOurs;
}

/**
 * @throws {SetupError} when deploying would overwrite an edit made in the Console
 */
export function refuseDrift({ drifted, live, changes }: FlowPlan): void {
	if (!drifted || live === undefined) return;
	const { sid, revision, status } = live;
	const what =
		status === 'published'
			? `The live flow ${sid} (revision ${revision}) was edited in the Console, or wasn’t deployed by this project.`
			: `The flow ${sid} is being edited in the Console: revision ${revision} is a draft.`;
	const loss =
		changes.length > 0
			? `Deploying would change:\n  ${redact(changes.join('\n  '))}`
			: 'Deploying would publish this folder’s flow over it.';
	const problems = schemaProblems(live.definition);
	const named =
		problems.length > 0
			? `\nIt contains content that this project’s flows don’t have:\n  ${problems.join('\n  ')}`
			: '';
	throw new SetupError(
		`${what} ${loss}${named}\nTo keep the edits, run \`npx handoff flow pull\`, which copies them to studio/agent-handoff.json. To overwrite them, run \`npx handoff deploy --force\`.`,
	);
}
