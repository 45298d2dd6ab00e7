/**
 * What probes work with: an account, and a list of what was created in it, which is always removed in the end.
 * @module
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Twilio } from 'twilio';
import type { Settings } from '../../src/settings';
import { statusOf } from '../../src/twilio/errors';
import { SetupError } from '../account/errors';

/** One thing to make in the account. */
export interface Thing<T> {
	/** Such as "Studio flow". */
	readonly kind: string;
	readonly name: string;
	/** Where to delete it manually. */
	readonly console: string;
	create(): Promise<T & { readonly sid: string }>;
	/** Its SID by its name: the response with the SID may be lost. */
	find(): Promise<string | undefined>;
	remove(sid: string): Promise<unknown>;
}

interface Made extends Pick<Thing<unknown>, 'kind' | 'name' | 'console' | 'find' | 'remove'> {
	sid?: string;
}

/** How often a removal is tried: what still uses a thing may be about to end. */
const REMOVALS = 3;

export class Lab {
	/** In the name of everything made here, so that a person can find it. */
	readonly name = `handoff-verify-${randomBytes(4).toString('hex')}`;
	private readonly made: Made[] = [];
	private interrupted = false;

	/** @param pollMs how long to wait between polls */
	constructor(
		readonly twilio: Twilio,
		readonly settings: Settings,
		readonly pollMs = 1_000,
	) {}

	/** From now on nothing is created, and nothing waited for. */
	interrupt(): void {
		this.interrupted = true;
	}

	/** @throws {SetupError} when interrupted */
	go(): void {
		if (this.interrupted) throw new SetupError('Interrupted.');
	}

	/** Makes a thing, and records it first, so that it will be removed. */
	async make<T>(thing: Thing<T>): Promise<T & { readonly sid: string }> {
		this.go();
		const entry: Made = { ...thing, find: () => thing.find(), remove: (sid) => thing.remove(sid) };
		this.made.push(entry);
		try {
			const made = await thing.create();
			entry.sid = made.sid;
			return made;
		} catch (error) {
			const status = statusOf(error);
			if (status !== undefined && status >= 400 && status < 500) this.forget(entry);
			throw error;
		}
	}

	/**
	 * Polls, a second apart.
	 * @returns `undefined` when there was no result after so many times
	 */
	async until<T>(times: number, ask: () => Promise<T | undefined>): Promise<T | undefined> {
		for (let asked = 0; asked < times; asked++) {
			this.go();
			const found = await ask();
			if (found !== undefined) return found;
			await wait(this.pollMs);
		}
		return undefined;
	}

	/** Removes everything, the newest first. @returns what is left, each with how to remove it */
	async cleanUp(): Promise<string[]> {
		for (const each of [...this.made].reverse()) {
			for (let attempt = 1; attempt <= REMOVALS && this.made.includes(each); attempt++) {
				if (attempt > 1) await wait(this.pollMs);
				await this.remove(each).catch(() => undefined);
			}
		}
		return this.leftovers();
	}

	/** What has not been removed yet. */
	leftovers(): string[] {
		return this.made.map(
			({ kind, name, sid, console }) =>
				`${kind} "${name}"${sid === undefined ? '' : ` (${sid})`}: delete it in the Console: ${console}`,
		);
	}

	private async remove(entry: Made): Promise<void> {
		const sid = entry.sid ?? (await entry.find());
		if (sid !== undefined) {
			await entry.remove(sid).catch((error: unknown) => {
				if (statusOf(error) !== 404) throw error;
			});
		}
		this.forget(entry);
	}

	private forget(entry: Made): void {
		this.made.splice(this.made.indexOf(entry), 1);
	}
}
