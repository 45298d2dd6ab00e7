/**
 * Studio: flows and their executions.
 * @module
 */
import type { FlowDefinition } from '../../../studio/definition';

export interface Flow {
	sid: string;
	friendlyName: string;
	/** Oldest first; `revision` is the index plus one. */
	revisions: {
		definition: FlowDefinition;
		status: 'draft' | 'published';
		commitMessage: string;
		dateCreated: Date;
	}[];
}

export interface Step {
	sid: string;
	name: string;
	/** The type of the widget. */
	type?: string;
	transitionedFrom: string;
	transitionedTo: string;
	context: unknown;
	dateCreated: Date;
}

export interface Execution {
	sid: string;
	flowSid: string;
	status: 'active' | 'ended';
	contactChannelAddress: string;
	/** The revision of the flow that it runs. */
	flowVersion: number;
	/** The SID of the call or the request that started it. */
	initiatedBy: string;
	/** What Liquid sees: `{ flow, trigger, contact, widgets }`. */
	context: Record<string, unknown>;
	steps: Step[];
	dateCreated: Date;
	dateUpdated: Date;
}
