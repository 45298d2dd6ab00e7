/**
 * Places in Twilio's Console in the advice of several tools.
 * @module
 */

/** "Studio > Flows > [Flow Name] > Logs": https://support.twilio.com/hc/en-us/articles/51865532406939 */
export const EXECUTIONS = 'Console: Studio > Flows > the flow > Logs';
export const ORCHESTRATOR_CONFIGURATION =
	'Console: Conversation Orchestrator > Conversation configurations > your configuration';
export const BRIDGE = `${ORCHESTRATOR_CONFIGURATION} > Channel Traffic tab > Add Messaging and Chat Traffic > Connect Conversations service or Flex`;
export const WORKSPACE = 'Console: TaskRouter > Workspaces > the workspace';
export const FUNCTIONS = 'Console: Functions and Assets > Services';
export const ERRORS = 'Console: Monitor > Logs > Errors';
