/**
 * The Functions' half of a deployment: what is live, what would be, what differs, how it gets there, and whether it
 * answers.
 * @module
 */
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
