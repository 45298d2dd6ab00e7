/**
 * The Functions' half of a deployment: what is live, what would be, what differs, how it gets there, and whether it
 * answers.
 * @module
 */
export { type LocalBundle, localBundle } from './bundle';
export { checkContextSize } from './context-size';
export { type DeployOptions, deployFunctions } from './deploy';
export { type Deployment, readDeployment } from './deployment';
export { type ForeignService, findForeign, refuseForeign } from './foreign';
export {
	DEPLOYMENT_RECORD,
	desiredVariables,
	type FunctionsPlan,
	planFunctions,
	planVariables,
	type Variables,
} from './plan';
export { type SmokeCheck, smokeTest } from './smoke-test';
