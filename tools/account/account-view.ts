/**
 * The account as the checks see it: clients, settings, and what has been read.
 * @module
 */
import type { Twilio } from 'twilio';
import type { Settings } from '../../src/settings';
import type { Deployment } from './deployed';
import type { Environment } from './env/environment';

/** What the project has live in the account, and how that compares with this folder. */
export interface ProjectView {
	/** The version in this folder. */
	readonly version: string;
	/** @returns `undefined` when nothing is deployed */
	readonly deployment: () => Promise<Deployment | undefined>;
	/** The settings that the live Functions lack, have in another value, or should not have: names only. */
	readonly variablesThatDiffer: (live: Deployment) => Promise<readonly string[]>;
	/** Requests each of the live endpoints once. */
	readonly smokeTest: (live: Deployment) => Promise<readonly SmokeCheck[]>;
	/**
	 * The flow of the setting, or without it the one that the live Functions use, or the one with this project's name.
	 * @returns `undefined` when there is no flow
	 * @throws {FlowChoiceError} when there is no such flow, or several flows have the name
	 */
	readonly flow: () => Promise<FlowView | undefined>;
	/** The flow of this project's name, whatever the setting says. */
	readonly flowByName: () => Promise<FlowView | undefined>;
}

/** One test of a live endpoint, and its result. */
export interface SmokeCheck {
	/** What is expected: `unauthenticated requests get 401 from /handoff`. */
	readonly name: string;
	/** The check of `handoff doctor` that it counts for; the wording of `name` may change. */
	readonly about: 'authentication' | 'settings' | 'version';
	readonly ok: boolean;
	/** The response: its status and a few words, phone numbers masked. */
	readonly found: string;
	/** No response, or a status of 500 or above that isn't an error of our Functions: they crash. */
	readonly isCrash?: true;
}

/** The project's flow in the account. */
export interface FlowView {
	readonly sid: string;
	readonly name: string;
	readonly revision: number;
	/** `published` or `draft` */
	readonly status: string;
	/** The version in its description; `undefined` for a flow that this project never deployed. */
	readonly version: string | undefined;
	/** The version in this folder: a fork's flow may have one of its own. */
	readonly folderVersion: string;
	/** Why deploying this folder would restore an older version, if it would. */
	readonly older?: string;
	/** Whether it has an edit, since it was deployed, that deploying would overwrite. */
	readonly edited: boolean;
	/**
	 * What deploying would change, in lines. Reads more than the rest.
	 * @returns `undefined` when that is unknown, because `npx handoff deploy` could not resolve the flow's values
	 * @throws {HandoffError}
	 */
	readonly changes: () => Promise<readonly string[] | undefined>;
	/** Other flows that this project deployed to the account. */
	readonly others: readonly string[];
}

export interface AccountOptions {
	/** The account hands off nothing else, so the guide's other half does not apply. Default: both. */
	readonly only?: 'voice' | 'messaging';
}

export class AccountView {
	private readonly reads = new Map<string, Promise<unknown>>();

	constructor(
		/** As the account itself. */
		readonly twilio: Twilio,
		/** As the agent: with the API key that TAC uses. */
		readonly agent: Twilio | undefined,
		/** Everything in `.env` and the shell. */
		readonly environment: Environment,
		readonly settings: Settings,
		readonly project: ProjectView,
		readonly options: AccountOptions,
	) {}

	/** Whether calls, or messages, are handed off. */
	handsOver(what: 'voice' | 'messaging'): boolean {
		return this.options.only === undefined || this.options.only === what;
	}

	/**
	 * Reads something that several checks need, once for all of them.
	 * @param key unique to what is read
	 */
	once<T>(key: string, read: () => Promise<T>): Promise<T>;
	once(key: string, read: () => Promise<unknown>): Promise<unknown> {
		const known = this.reads.get(key);
		if (known) return known;
		const reading = read();
		this.reads.set(key, reading);
		return reading;
	}
}
