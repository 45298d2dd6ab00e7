/**
 * A rule: one possible verdict of a trace, with its texts.
 * @module
 */
import type { Facts } from '../facts';
import type { Product, Verdict } from '../trace';

type Text = string | ((facts: Facts) => string);

/** The first rule whose `when` holds is the verdict. */
export interface Rule {
	/** For machines and tests; does not change. */
	readonly id: string;
	readonly status: Verdict['status'];
	/** Where it shows in the timeline; a rule without one only sums up. */
	readonly product?: Product;
	readonly when: (facts: Facts) => boolean;
	readonly what: Text;
	readonly at?: (facts: Facts) => string | undefined;
	/** What it means for the customer or the agent. */
	readonly impact?: Text;
	readonly advice?: Text;
}

type Words = Pick<Rule, 'what' | 'at' | 'impact' | 'advice'>;

/** @example wrong('chat_closed', 'Conversations', isClosed, { what: 'The chat is closed.', advice: '…' }) */
export function wrong(id: string, product: Product, when: Rule['when'], words: Words): Rule {
	return { id, status: 'wrong', product, when, ...words };
}

export function ok(id: string, when: Rule['when'], what: Text): Rule {
	return { id, status: 'ok', when, what };
}

/** @param advice for those who expected something else */
export function unknown(
	id: string,
	product: Product | undefined,
	when: Rule['when'],
	what: Text,
	advice: Text,
): Rule {
	return { id, status: 'unknown', ...(product && { product }), when, what, advice };
}

export function inWords(text: Text | undefined, facts: Facts): string {
	return typeof text === 'function' ? text(facts) : (text ?? '');
}
