/**
 * TaskRouter workflows: which tasks go to which queue.
 * @see https://www.twilio.com/docs/taskrouter/workflow-configuration
 * @module
 */
import * as z from 'zod';
import { fromTwilio } from '../../../src/twilio/errors';
import type { AccountView } from '../../account/account-view';
import { asking } from '../../account/asking';
import { SetupError } from '../../account/errors';
import { findWorkspace } from '../../account/workspace';
import { asJsonObject } from '../engine/json';
import type { Resource } from '../engine/resource';

const target = z.looseObject({ queue: z.nullish(z.string()) });
const filter = z.looseObject({
	filter_friendly_name: z.nullish(z.string()),
	/** What the Console of earlier years wrote. */
	friendly_name: z.nullish(z.string()),
	expression: z.nullish(z.string()),
	targets: z.nullish(z.array(target)),
});
const document = z.looseObject({
	task_routing: z.looseObject({
		filters: z.nullish(z.array(filter)),
		default_filter: z.nullish(target),
	}),
});

export type WorkflowDocument = z.infer<typeof document>;
export type WorkflowFilter = z.infer<typeof filter>;

/**
 * @param configuration the JSON text that the API gives
 * @throws {HandoffError} when it is no JSON
 * @throws {z.ZodError} when it is not what TaskRouter documents
 */
export function parseWorkflow(configuration: string): WorkflowDocument {
	return document.parse(parseJson(configuration));
}

/** The API takes single fields, the configuration as one JSON text; what else the workflow has stays. */
export const workflowResource: Resource = {
	title: 'Workflow',
	read: async (account, id) => {
		const workflow = await reaching(account, id, 'reading', (context) => context.fetch());
		return {
			configuration: asJsonObject(parseJson(workflow.configuration)),
			friendlyName: workflow.friendlyName,
		};
	},
	write: async (account, id, { configuration }) => {
		const text = JSON.stringify(configuration);
		await reaching(account, id, 'updating', (context) => context.update({ configuration: text }));
	},
};

type WorkflowContext = ReturnType<
	ReturnType<AccountView['twilio']['taskrouter']['v1']['workspaces']>['workflows']
>;

async function reaching<T>(
	account: AccountView,
	id: string,
	doing: string,
	ask: (workflow: WorkflowContext) => Promise<T>,
): Promise<T> {
	const workspace = await findWorkspace(account);
	if (!workspace) throw new SetupError('Flex is not set up, and its workflows cannot be reached.');
	return asking(`${doing} the workflow ${id}`, () =>
		ask(account.twilio.taskrouter.v1.workspaces(workspace.sid).workflows(id)),
	);
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		throw fromTwilio('reading a workflow’s configuration', error);
	}
}
