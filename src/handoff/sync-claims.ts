/**
 * Claims in Twilio Sync: documents of the account's default service, with a unique name and a time to live. Creating one
 * is atomic.
 *
 * GUESS(sync-conflict): a name that is taken is refused with 409. GUESS(sync-if-match): a write or a delete with another
 * revision in `If-Match` is refused with 412. GUESS(sync-ttl): a document with a `Ttl` expires. So the docs say; where
 * one is wrong, the handoff goes ahead without a claim. One document on a live account would settle them.
 * @see https://www.twilio.com/docs/sync/api/document-resource
 * @module
 */
import { createHash, randomUUID } from 'node:crypto';
import type { Twilio } from 'twilio';
import type { DocumentInstance } from 'twilio/lib/rest/sync/v1/service/document';
import { bareAddress } from '../conversation/customer';
import { isRecord } from '../json';
import { statusOf } from '../twilio/errors';
import { isRetryable, repeat } from '../twilio/repeat';
import { STEP_MS, type TimeBudget } from '../twilio/time-budget';
import type { Claim, ClaimData, ClaimResult, ClaimStore } from './once';

/** How long a handoff counts as the same one, in seconds. */
export const CLAIM_TTL = 15 * 60;

/** How often a request to make a claim is made. */
const CLAIM_ATTEMPTS = 3;

/**
 * A claim's name: a hash, since unique names are kept for 30 days and may hold no personal data
 * (https://www.twilio.com/docs/sync/limits).
 * @param address the customer's; a conversation may hold several, and each can be handed off
 */
export function claimKey(conversationId: string, address: string): string {
	const text = `${conversationId}\n${bareAddress(address)}`;
	return `handoff-${createHash('sha256').update(text).digest('hex').slice(0, 40)}`;
}

/** Fails open: whatever goes wrong, the handoff goes ahead without the store. */
export class SyncClaims implements ClaimStore {
	/** Tells an own claim, made by a request whose response was lost, from another invocation's. */
	private readonly id = randomUUID();
	/** Of the claim that was made: the execution began soon after, however late the claim is written again. */
	private claimedAt: number | undefined;

	/** @param twilio a client whose requests share the given budget */
	constructor(
		private readonly twilio: (budget: TimeBudget) => Twilio,
		private readonly budget: TimeBudget,
		private readonly now: () => number = Date.now,
	) {}

	async take(key: string, data: ClaimData): Promise<ClaimResult> {
		this.claimedAt = this.now();
		const documents = this.documents;
		for (let attempt = 1; attempt <= CLAIM_ATTEMPTS; attempt++) {
			try {
				await documents.create({ uniqueName: key, ttl: CLAIM_TTL, data: this.signed(data) });
				return 'made';
			} catch (error) {
				// 54301: the unique name is taken. After an earlier attempt without a response, perhaps by that one.
				if (statusOf(error) === 409) return attempt > 1 && (await this.isOwn(key)) ? 'made' : 'held';
				if (!isRetryable(error)) return 'unavailable';
			}
		}
		return 'unavailable';
	}

	async read(key: string): Promise<Claim | undefined> {
		const document = await this.fetch(key);
		return document && toClaim(document);
	}

	takeOver(key: string, { revision }: Claim, data: ClaimData): Promise<boolean> {
		this.claimedAt = this.now();
		return succeeds(
			this.documents(key).update({ ifMatch: revision, ttl: CLAIM_TTL, data: this.signed(data) }),
		);
	}

	async write(key: string, data: ClaimData): Promise<void> {
		await succeeds(this.documents(key).update({ data: this.signed(data) }));
	}

	async release(key: string): Promise<void> {
		const remove = () => this.documents(key).remove();
		// A claim left behind holds the next handoff up: one more try, unless there is none to remove.
		await remove().catch((error: unknown) => statusOf(error) !== 404 && succeeds(remove()));
	}

	/** Releases a claim that was made before a time, by any invocation. One left behind would hold up the next handoff. */
	async releaseBefore(key: string, time: number): Promise<void> {
		const document = ({ sync }: Twilio) => sync.v1.services('default').documents(key);
		try {
			const { claimedAt } = toClaim(
				await repeat(this.twilio, this.budget, (client) => document(client).fetch()),
			);
			if (claimedAt >= time) return;
			await repeat(this.twilio, this.budget, (client) => document(client).remove());
		} catch {
			// There is none, or the store is down: a claim ends by itself.
		}
	}

	private get documents() {
		return this.twilio(this.budget.atMost(STEP_MS.sync)).sync.v1.services('default').documents;
	}

	private async isOwn(key: string): Promise<boolean> {
		return (await this.fetch(key))?.data?.by === this.id;
	}

	private fetch(key: string): Promise<DocumentInstance | undefined> {
		return this.documents(key)
			.fetch()
			.catch(() => undefined);
	}

	private signed(data: ClaimData) {
		return { ...data, claimedAt: this.claimedAt ?? this.now(), by: this.id };
	}
}

async function succeeds(request: Promise<unknown>): Promise<boolean> {
	try {
		await request;
		return true;
	} catch {
		return false;
	}
}

function toClaim({ data, revision }: DocumentInstance): Claim {
	const { state, claimedAt, executionSid }: Record<string, unknown> = isRecord(data) ? data : {};
	return {
		state: state === 'in_progress' ? 'in_progress' : 'unknown',
		claimedAt: typeof claimedAt === 'number' ? claimedAt : 0,
		...(typeof executionSid === 'string' && { executionSid }),
		revision,
	};
}
