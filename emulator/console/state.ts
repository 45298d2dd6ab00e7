/**
 * What the console's page shows: the events of its stream. The page and the server share these types alone.
 * @module
 */

export const CHANNELS = ['SMS', 'WHATSAPP', 'CHAT', 'VOICE'] as const;
export type ConsoleChannel = (typeof CHANNELS)[number];

/** The failures that can be switched on. */
export const FAILURES = {
	studio: 'Studio returns 503',
	busy: 'Studio is too busy (429)',
	noAgent: 'No agent is available',
	chatClosed: 'The chat is closed',
	lost: 'The response to the handoff is lost',
	twice: 'The handoff is requested twice',
} as const;
export type Failure = keyof typeof FAILURES;
export const failures: readonly Failure[] = ['studio', 'busy', 'noAgent', 'chatClosed', 'lost', 'twice'];

export interface Line {
	readonly at: number;
	readonly who: 'customer' | 'agent' | 'person' | 'twilio';
	readonly text: string;
}

/** A customer's chat or call. */
export interface Customer {
	/** The classic conversation's SID, or the call's. */
	readonly id: string;
	readonly channel: ConsoleChannel;
	readonly name: string;
	readonly startedAt: number;
	/** Whether the customer can still write or speak. */
	readonly open: boolean;
	readonly lines: readonly Line[];
	/** The names of the widgets its flow went through. */
	readonly path: readonly string[];
	readonly task?: TaskView;
	readonly outcome: string;
	/** From the request for a person to the task. */
	readonly handedOverInMs?: number;
}

export interface TaskView {
	readonly sid: string;
	readonly status: string;
	readonly channel: string;
	readonly priority: number;
	readonly summary?: string;
	readonly attributes: Readonly<Record<string, string>>;
}

/** One line of the timeline; `request` can be opened. */
export interface Step {
	readonly at: number;
	readonly who: string;
	readonly what: string;
	readonly request?: number;
	readonly failed?: boolean;
}

export interface ConsoleState {
	readonly customers: readonly Customer[];
	readonly steps: readonly Step[];
	readonly failures: readonly Failure[];
	readonly person: string;
}

/** What one can do on the page. */
export type Action =
	| { readonly do: 'write'; readonly channel: Exclude<ConsoleChannel, 'VOICE'>; readonly text: string }
	| { readonly do: 'call' }
	| { readonly do: 'speak' | 'reply'; readonly id: string; readonly text: string }
	| { readonly do: 'hangUp' | 'accept' | 'complete'; readonly id: string }
	| { readonly do: 'fail'; readonly failure: Failure; readonly on: boolean };
