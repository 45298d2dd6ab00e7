/**
 * How setup changes a workflow, the workspace, and the Flex configuration.
 * @module
 */
import type { WorkspaceInstance } from 'twilio/lib/rest/taskrouter/v1/workspace';
import type { WorkflowInstance } from 'twilio/lib/rest/taskrouter/v1/workspace/workflow';
import { asking } from '../../account/asking';
import { fetchFlexConfiguration } from '../../account/flex/configuration';
import { workspaceOf } from '../../account/flex/workspace';
import type { JsonObject } from '../engine/fix';
import { asJsonObject } from '../engine/json';
import type { Resource } from '../engine/resource';

/** The API takes single fields, the configuration as one JSON text; the workflow's other fields stay. */
export const workflowResource: Resource = {
	title: 'Workflow',
	read: async (account, id) => {
		const { workflows } = await workspaceOf(account);
		return asking(`reading the workflow ${id}`, async () => stateOfWorkflow(await workflows(id).fetch()));
	},
	write: async (account, id, { configuration }) => {
		const { workflows } = await workspaceOf(account);
		const text = JSON.stringify(configuration);
		return asking(`updating the workflow ${id}`, async () => {
			return stateOfWorkflow(await workflows(id).update({ configuration: text }));
		});
	},
};

function stateOfWorkflow({ configuration, friendlyName }: WorkflowInstance): JsonObject {
	return { configuration: asJsonObject(JSON.parse(configuration)), friendlyName };
}

/** The API takes single fields; an empty text removes one. */
export const workspaceResource: Resource = {
	title: 'TaskRouter workspace',
	read: ({ twilio }, id) =>
		asking('reading the workspace', async () => {
			return stateOfWorkspace(await twilio.taskrouter.v1.workspaces(id).fetch());
		}),
	write: async ({ twilio }, id, whole, changed) => {
		const fields = Object.fromEntries(changed.map(([name = '']) => [name, String(whole[name] ?? '')]));
		return asking('updating the workspace', async () => {
			return stateOfWorkspace(await twilio.taskrouter.v1.workspaces(id).update(fields));
		});
	},
};

function stateOfWorkspace({ eventCallbackUrl, eventsFilter }: WorkspaceInstance): JsonObject {
	return { eventCallbackUrl: eventCallbackUrl || '', eventsFilter: eventsFilter || '' };
}

/**
 * Changes single fields: the API merges what it is sent, and requires the account's SID too. It takes JSON, which
 * is how the SDK sends an object (twilio-node 6.2, rest/flexApi/v1/configuration.js).
 * @see https://www.twilio.com/docs/flex/developer/config/flex-configuration-rest-api
 */
export const flexConfigurationResource: Resource = {
	title: 'Flex configuration',
	read: async ({ twilio }) => {
		const { ui_version, account_sid } = await fetchFlexConfiguration(twilio);
		return { account_sid, ui_version: ui_version ?? null };
	},
	write: async ({ twilio }, _id, whole, changed) => {
		const fields: JsonObject = Object.fromEntries(
			changed.flatMap(([name]) => (name === undefined ? [] : [[name, whole[name] ?? null]])),
		);
		await asking('updating the Flex configuration', () =>
			twilio.flexApi.v1.configuration().update({ account_sid: whole.account_sid, ...fields }),
		);
		// Of the rest, setup changes nothing.
		return undefined;
	},
};
