/**
 * What a widget is to the runner: it reads its own properties, does its work on the world and says which of its
 * events happened.
 * @module
 */
import { z } from 'zod';
import type { FlowState } from '../../../../studio/definition';
import type { Handle } from '../../../core/outbound';
import type { ClassicConversation, World } from '../../../core/world';
import type { ExecutionContext, Trigger } from './context';

/** One run through a flow, as its widgets see it. */
export interface Run {
	readonly world: World;
	readonly trigger: Trigger;
	readonly flowSid: string;
	readonly executionSid: string;
	readonly context: ExecutionContext;
	/** The classic conversation that Resume Conversation attached. */
	conversation?: ClassicConversation;
	readonly http: { readonly handle: Handle; readonly timeoutMs: number };
	/** Renders Liquid against the context. Throws an Error that names the template's fault. */
	render(template: string): string;
}

/** A widget is done: this event happened. */
export interface Done {
	readonly event: string;
	/** Where to go, for a widget with several transitions of one event; else the event's transition decides. */
	readonly next?: string | undefined;
	/** What templates see as `{{widgets.NAME.…}}`. */
	readonly output?: Readonly<Record<string, unknown>>;
	/** For the journal, in words: what was done, or why it failed. */
	readonly note?: string;
}

/** A widget hands the call this TwiML and waits until the call asks the flow's webhook for more. */
export interface Waiting {
	readonly twiml: string;
	/** What became of it, from the form fields the call comes back with. */
	returned(form: URLSearchParams): Done;
	readonly note?: string;
}

export interface Widget {
	/**
	 * The event that a widget's failure causes, such as a broken template. A widget without one ends the execution.
	 * GUESS: Studio documents no reaction to broken templates in such widgets; its step log would settle it.
	 */
	readonly failure?: string;
	/** @throws Error whose message says what was wrong. */
	run(state: FlowState, run: Run): Done | Waiting | Promise<Done | Waiting>;
}

/** A property that takes Liquid; numbers are written as they are. */
export const template = z.union([z.string(), z.number().transform(String)]).default('');

/**
 * Reads a widget's properties.
 * @throws Error naming the first property that is wrong.
 */
export function readProperties<T>(schema: z.ZodType<T>, state: FlowState): T {
	const parsed = schema.safeParse(state.properties);
	if (parsed.success) return parsed.data;
	const issue = parsed.error.issues[0];
	throw new Error(`property ${issue?.path.join('.')}: ${issue?.message}`);
}

/** Where a call's TwiML sends it back into the flow. */
export function returnUrl(webhookUrl: string, flowEvent: string): string {
	const url = new URL(webhookUrl);
	url.search = '';
	url.searchParams.set('FlowEvent', flowEvent);
	return url.href;
}
