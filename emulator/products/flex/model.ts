/**
 * Flex. Names: twilio-node 6.2 `rest/flexApi/v1/{interaction,configuration}.d.ts`.
 * @module
 */

/** A Flex interaction. */
export interface Interaction {
	sid: string;
	channelSid: string;
	channel: { type: string; initiatedBy: string; properties: Record<string, unknown> };
	routing: { properties: Record<string, unknown> };
	taskSid: string;
}

/** Flex's configuration. On the wire `uiVersion` is `ui_version`, and so on; fields not listed here work the same. */
export interface FlexConfiguration {
	status: 'ok' | 'inprogress' | 'notstarted';
	uiVersion: string;
	taskrouterWorkspaceSid: string;
	taskrouterTargetWorkflowSid: string;
	taskrouterTargetTaskqueueSid: string;
	chatServiceInstanceSid: string;
	flexServiceInstanceSid: string;
	uiAttributes: Record<string, unknown>;
	attributes: Record<string, unknown>;
	[field: string]: unknown;
}
