/**
 * How setup reads and writes each kind of resource.
 * @module
 */

import { addressConfigurationResource } from './conversations-classic';
import type { Resources } from './engine/apply';
import { flexConfigurationResource, workflowResource, workspaceResource } from './flex';
import { intelligenceConfigurationResource } from './intelligence';
import { orchestratorConfigurationResource } from './orchestrator';
import { phoneNumberResource } from './phone-numbers';
import { executionResource } from './studio';

/** @param own the command's resources: the `.env` file, and what `npx handoff deploy` replaces */
export function resourcesWith(own: Pick<Resources, 'env' | 'live'>): Resources {
	return {
		...own,
		'orchestrator-configuration': orchestratorConfigurationResource,
		'intelligence-configuration': intelligenceConfigurationResource,
		'flex-configuration': flexConfigurationResource,
		workflow: workflowResource,
		workspace: workspaceResource,
		execution: executionResource,
		'phone-number': phoneNumberResource,
		'address-configuration': addressConfigurationResource,
	};
}
