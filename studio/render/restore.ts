/**
 * Turns the flow that one account runs back into the template, to bring an edit made in the Console into git.
 * @module
 */
import { type AnyFlow, isAnyFlow } from '../definition';
import { type Pair, pairElements, pairWidgets } from '../diff/pairing';
import { FlowError } from '../errors';
import { isRecord, stringsIn } from '../json';
import { placeOf } from '../place';
import { descriptionOf } from '../version';
import { type FlowValues, renderFlow } from './render';

/**
 * Puts the placeholders back. An unedited string is taken from the template, so that a placeholder with an empty value is
 * not lost, nor a property that rendering left out; in other strings each occurrence of a value becomes its placeholder, the longest value first.
 * Rendering the result gives the live flow again, apart from the stamp and from a workflow or task channel that was chosen
 * in the Console: as plain SIDs they belong to one account, so they stay settings.
 * @param values what the live flow was rendered with
 * @param template what it was rendered from
 * @returns the new template, its keys ordered as in the old one so that git shows only the edit
 * @throws {FlowError} when the live flow itself contains `${NAME}`, which the next deployment would replace
 */
export function restorePlaceholders(live: AnyFlow, values: FlowValues, template: unknown): AnyFlow {
	const rendered = renderFlow(values, template);
	const original = isRecord(template) ? template : {};
	const edited = { ...live, description: descriptionOf(live) };
	const pieces = new Pieces(values);
	pieces.rejectPlaceholders(edited);
	const states = restoreList(pairWidgets(rendered.states, edited.states), original.states, pieces);
	const { states: _, ...rest } = edited;
	const restored = { ...restoreKeys(rest, rendered, original, pieces), states };
	// Not parsed: that would reorder the keys.
	const ordered = inOrderOf(original, restored);
	if (!isAnyFlow(ordered)) throw new TypeError('Restoring changed the shape of the flow');
	return ordered;
}

/** Walks through the live value, the rendered template, and the template itself in parallel. */
function restore(live: unknown, rendered: unknown, original: unknown, pieces: Pieces): unknown {
	if (typeof live === 'string') {
		return live === rendered && typeof original === 'string' ? original : pieces.replace(live, original);
	}
	if (Array.isArray(live)) {
		return restoreList(
			pairElements<unknown>(Array.isArray(rendered) ? rendered : [], live),
			original,
			pieces,
		);
	}
	return isRecord(live) ? restoreKeys(live, rendered, original, pieces) : live;
}

function restoreList(pairs: readonly Pair<unknown>[], original: unknown, pieces: Pieces): unknown[] {
	const originals: unknown[] = Array.isArray(original) ? original : [];
	return pairs
		.filter(({ is }) => is !== undefined)
		.map(({ was, is, index }) => restore(is, was, originals[index], pieces));
}

function restoreKeys(
	live: Readonly<Record<string, unknown>>,
	rendered: unknown,
	original: unknown,
	pieces: Pieces,
): Record<string, unknown> {
	const was = isRecord(rendered) ? rendered : {};
	const source = isRecord(original) ? original : {};
	const entries = Object.entries(live).map(([key, value]): [string, unknown] => [
		key,
		restore(value, was[key], source[key], pieces),
	]);
	const leftOut = Object.entries(source).filter(
		([key]) => isRecord(rendered) && !Object.hasOwn(rendered, key) && !Object.hasOwn(live, key),
	);
	return inOrderOf(source, Object.fromEntries([...entries, ...leftOut]));
}

function inOrderOf(original: object, changed: Readonly<Record<string, unknown>>): Record<string, unknown> {
	const keys = Object.keys({ ...original, ...changed }).filter((key) => Object.hasOwn(changed, key));
	return Object.fromEntries(keys.map((key) => [key, changed[key]]));
}

const CHANNEL = /^\$\{TWILIO_FLEX_(VOICE|CHAT)_CHANNEL_SID\}$/;

/** Values that are unambiguous anywhere. A number of seconds or a word may mean something else in another string. */
const DISTINCT = /^(https?:|sip:|\+\d|[A-Z]{2}[0-9a-f]{32}$)/;

/** Finds the values of placeholders in strings, if they are distinct. */
class Pieces {
	private readonly names: ReadonlyMap<string, string>;
	private readonly pattern: RegExp;

	constructor(values: FlowValues) {
		const filled = Object.entries(values).filter(([, value]) => DISTINCT.test(value));
		// Of two placeholders with one value, the first wins.
		this.names = new Map(filled.toReversed().map(([name, value]) => [value, `$${`{${name}}`}`]));
		const longestFirst = [...this.names.keys()].sort((a, b) => b.length - a.length);
		const alternatives = longestFirst.map((value) => value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
		this.pattern = new RegExp(alternatives.join('|') || '(?!)', 'g');
	}

	/** @param original the template's string in the same place */
	replace(text: string, original: unknown): string {
		if (/^(WW|TC)[0-9a-f]{32}$/.test(text) && !this.names.has(text)) {
			if (text.startsWith('WW')) return `$${'{TWILIO_FLEX_WORKFLOW_SID}'}`;
			if (typeof original === 'string' && CHANNEL.test(original)) return original;
		}
		return text.replace(this.pattern, (value) => this.names.get(value) ?? value);
	}

	rejectPlaceholders(live: AnyFlow): void {
		for (const [path, text] of stringsIn(live)) {
			const literal = text
				.split(this.pattern)
				.join('\0')
				.match(/\$\{[A-Z_]+\}/)?.[0];
			if (literal === undefined) continue;
			throw new FlowError(
				`${placeOf(live, path)}: the live flow contains the placeholder ${literal}, which the next deployment would replace. Change it in the Console first.`,
			);
		}
	}
}
