/**
 * What a run of a command has read of the account, so that it reads again only what has changed since.
 * @module
 */
import type { RequestOptions } from 'twilio/lib/base/RequestClient';
import type Response from 'twilio/lib/http/response';
import { BudgetedRequestClient } from '../../src/twilio/client';
import type { TimeBudget } from '../../src/twilio/time-budget';

/** The key of the tests of the Functions at a domain. */
export const SMOKE_TEST = 'smoke test';

interface Known {
	readonly path: string;
	readonly reading: Promise<unknown>;
}

/** Kept by host and path: a write forgets what it may have changed. */
export class ReadCache {
	private readonly hosts = new Map<string, Map<string, Known>>();

	/**
	 * Reads what is not known yet. A read that fails is not kept.
	 * @param key unique to what is read at the host
	 * @param path where, when a write there changes it
	 */
	once<T>(host: string, key: string, read: () => Promise<T>, path?: string): Promise<T>;
	once(host: string, key: string, read: () => Promise<unknown>, path = '/'): Promise<unknown> {
		const known = this.hosts.get(host) ?? new Map<string, Known>();
		this.hosts.set(host, known);
		const there = known.get(key);
		if (there) return there.reading;
		const reading = read();
		known.set(key, { path, reading });
		reading.catch(() => known.delete(key));
		return reading;
	}

	/** Forgets what a write at that path may have changed: its collection with all below, and what it is in. */
	wrote(host: string, path: string): void {
		const known = this.hosts.get(host);
		const collection = path.slice(0, path.lastIndexOf('/'));
		for (const [key, { path: read }] of known ?? []) {
			if (read.startsWith(collection) || path.startsWith(read)) known?.delete(key);
		}
	}

	drop(host: string, key: string): void {
		this.hosts.get(host)?.delete(key);
	}

	/** @param hosts those that were written to; all unless given */
	forget(hosts = /^/): void {
		for (const host of this.hosts.keys()) if (hosts.test(host)) this.hosts.delete(host);
	}
}

interface CacheUse {
	readonly cache: ReadCache;
	/** Whether reads may use it. Writes always make it forget. */
	readonly reads: boolean;
}

/** The SDK's client in a time budget, which shares its reads of Twilio's API with others of the same run. */
export class CachingRequestClient extends BudgetedRequestClient {
	constructor(
		budget: TimeBudget,
		longestWriteMs: number,
		private readonly use: CacheUse,
	) {
		super(budget, longestWriteMs);
	}

	override async request<T>(options: RequestOptions<T>): Promise<Response<T>> {
		const { cache, reads } = this.use;
		const { host, pathname } = new URL(options.uri);
		if (options.method !== 'get') return super.request(options).finally(() => cache.wrote(host, pathname));
		if (!reads || !host.endsWith('.twilio.com')) return super.request(options);
		const { username, uri, params } = options;
		const key = JSON.stringify([username, uri, params]);
		const read = async () => {
			const response = await super.request(options);
			const { statusCode } = response;
			// A failure may be temporary; a 404 is a result.
			if (statusCode >= 400 && statusCode !== 404) cache.drop(host, key);
			return response;
		};
		return cache.once(host, key, read, pathname);
	}
}
