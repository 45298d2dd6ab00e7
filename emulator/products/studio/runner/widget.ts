/**
 * The interface between the runner and a widget: the widget reads its properties, changes the world, and returns the event
 * that happened.
 * @module
 */
import { z } from 'zod';
import type { FlowState } from '../../../../studio/definition';
import type { Handle } from '../../../core/http';
import type { ClassicConversation, World } from '../../../core/world';
import type { ExecutionContext, Trigger } from './context';

/** One execution, as its widgets see it. */
export interface Run {
	readonly world: World;
	readonly trigger: Trigger;
	readonly flowSid: string;
	readonly executionSid: string;
	readonly context: ExecutionContext;
	/** The classic conversation that Resume Conversation attached. */
	conversation?: ClassicConversation;
	readonly http: { readonly handle: Handle; readonly timeoutMs: number };
	/** Renders Liquid with the context. @throws Error that names what is invalid */
	render(template: string): string;
}

/** A widget is done: this event happened. */
export interface Done {
	readonly event: string;
	/** The next widget, when several transitions have this event; by default that of the event's transition. */
	readonly next?: string | undefined;
	/** The variables `{{widgets.NAME.…}}`. */
	readonly output?: Readonly<Record<string, unknown>>;
	/** For the journal: what was done, or why it failed. */
	readonly note?: string;
}

/** A widget sends this TwiML to the call and waits until the call returns to the flow's webhook. */
export interface Waiting {
	readonly twiml: string;
	/** The event, from the form fields with which the call returns. */
	returned(form: URLSearchParams): Done;
	readonly note?: string;
}

export interface Widget {
	/**
	 * The event after a failure, such as an invalid template. A failure in a widget without one ends the execution.
	 * GUESS(invalid-template): Studio's documentation does not cover invalid templates in such widgets; its step log
	 * would settle it.
	 */
	readonly failure?: string;
	/** @throws Error that names the failure */
	run(state: FlowState, run: Run): Done | Waiting | Promise<Done | Waiting>;
}

/** A property that may contain Liquid. A number becomes a text. */
export const template = z.union([z.string(), z.number().transform(String)]).default('');

/**
 * Reads a widget's properties.
 * @throws Error naming the first invalid property
 */
export function readProperties<T>(schema: z.ZodType<T>, state: FlowState): T {
	const parsed = schema.safeParse(state.properties);
	if (parsed.success) return parsed.data;
	const issue = parsed.error.issues[0];
	throw new Error(`property ${issue?.path.join('.')}: ${issue?.message}`);
}

/** The URL with which a call returns to the flow. */
export function returnUrl(webhookUrl: string, flowEvent: string): string {
	const url = new URL(webhookUrl);
	url.search = '';
	url.searchParams.set('FlowEvent', flowEvent);
	return url.href;
}
