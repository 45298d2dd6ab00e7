/**
 * Functions: those of this project, as they are deployed.
 * @module
 */
import type { Product } from '../engine/check';
import { deployed } from './deployed';
import { reachable } from './reachable';
import { settings } from './settings';
import { strangers } from './strangers';
import { version } from './version';

export { type LocalBundle, localBundle } from '../../deploy/bundle';
export { checkContextSize } from '../../deploy/context-size';
export { type Deployment, readDeployment } from '../../deploy/deployment';
export { type ForeignService, findForeign, refuseForeign } from '../../deploy/foreign';
export { type DeployOptions, deployFunctions } from '../../deploy/functions';
export {
	DEPLOYMENT_RECORD,
	desiredVariables,
	type FunctionsPlan,
	planFunctions,
	planVariables,
	type Variables,
} from '../../deploy/plan';
export { type SmokeCheck, smokeTest } from '../../deploy/smoke-test';

export const functions: Product = {
	id: 'functions',
	title: 'Functions',
	checks: [deployed, reachable, version, strangers, settings],
};
