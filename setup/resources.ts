/**
 * How each kind of thing that setup changes is read and written.
 * @module
 */
import { addressConfigurationResource } from './conversations-classic';
import { flexConfigurationResource } from './flex/configuration';
import { workflowResource } from './flex/workflow';
import { intelligenceConfigurationResource } from './intelligence';
import { orchestratorConfigurationResource } from './orchestrator';
import { phoneNumberResource } from './phone-numbers';
import type { Resource } from './resource';
import type { Resources } from './write-edits';

/** @param env the `.env` file, which belongs to the command */
export function resourcesWith(env: Resource): Resources {
	return {
		env,
		'orchestrator-configuration': orchestratorConfigurationResource,
		'intelligence-configuration': intelligenceConfigurationResource,
		'flex-configuration': flexConfigurationResource,
		workflow: workflowResource,
		'phone-number': phoneNumberResource,
		'address-configuration': addressConfigurationResource,
	};
}
