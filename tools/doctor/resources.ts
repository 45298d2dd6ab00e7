/**
 * How each kind of thing that setup changes is read and written.
 * @module
 */

import { addressConfigurationResource } from './conversations-classic';
import type { Resources } from './engine/apply';
import { flexConfigurationResource, workflowResource } from './flex';
import { intelligenceConfigurationResource } from './intelligence';
import { orchestratorConfigurationResource } from './orchestrator';
import { phoneNumberResource } from './phone-numbers';

/** @param own what belongs to the command: the `.env` file, and what `npm run deploy` puts live */
export function resourcesWith(own: Pick<Resources, 'env' | 'live'>): Resources {
	return {
		...own,
		'orchestrator-configuration': orchestratorConfigurationResource,
		'intelligence-configuration': intelligenceConfigurationResource,
		'flex-configuration': flexConfigurationResource,
		workflow: workflowResource,
		'phone-number': phoneNumberResource,
		'address-configuration': addressConfigurationResource,
	};
}
