/**
 * From the flow one account runs back to the template, for taking home what somebody edited in the Console.
 * @module
 */
import { HandoffError } from '../../src/http/errors';
import { isRecord } from '../../src/json';
import { type FlowDefinition, isFlowDefinition } from '../definition';
import { type Pair, pairElements, pairWidgets } from '../diff/pairing';
import { stringsIn } from '../json';
import { placeOf } from '../validate/structure';
import { unstamped } from '../version';
import { type FlowValues, renderFlow } from './render';

/**
 * Puts the placeholders back. What nobody edited reads as in the template, so that a placeholder whose value is empty
 * here is not lost; elsewhere every occurrence of a value becomes its placeholder, the longest value first.
 * Rendering the result gives the live flow again, apart from the stamp.
 * @param values what the live flow was rendered with
 * @param template what it was rendered from
 * @returns the template, its keys in the order of the one it was, so that git shows little but the edit
 * @throws {HandoffError} when somebody wrote `${NAME}` into the live flow, which the next deployment would fill
 */
export function restorePlaceholders(
	live: FlowDefinition,
	values: FlowValues,
	template: unknown,
): FlowDefinition {
	const rendered = renderFlow(values, template);
	const said = isRecord(template) ? template : {};
	const edited = unstamped(live);
	const pieces = new Pieces(values);
	pieces.refusePlaceholders(edited);
	const states = restoreList(pairWidgets(rendered.states, edited.states), said.states, pieces);
	const { states: _, ...rest } = edited;
	const restored = { ...restoreKeys(rest, rendered, said, pieces), states };
	// Parsing would put the keys into the schema's order.
	const ordered = inOrderOf(said, restored);
	if (!isFlowDefinition(ordered)) throw new TypeError('restoring changed the shape of the flow');
	return ordered;
}

/** Follows the live value, what the template became in this account, and what the template says, side by side. */
function restore(live: unknown, rendered: unknown, said: unknown, pieces: Pieces): unknown {
	if (typeof live === 'string') {
		return live === rendered && typeof said === 'string' ? said : pieces.replace(live);
	}
	if (Array.isArray(live)) {
		return restoreList(pairElements<unknown>(Array.isArray(rendered) ? rendered : [], live), said, pieces);
	}
	return isRecord(live) ? restoreKeys(live, rendered, said, pieces) : live;
}

function restoreList(pairs: readonly Pair<unknown>[], said: unknown, pieces: Pieces): unknown[] {
	const originals: unknown[] = Array.isArray(said) ? said : [];
	return pairs
		.filter(({ is }) => is !== undefined)
		.map(({ was, is, index }) => restore(is, was, originals[index], pieces));
}

function restoreKeys(
	live: Readonly<Record<string, unknown>>,
	rendered: unknown,
	said: unknown,
	pieces: Pieces,
): Record<string, unknown> {
	const [was, original] = [rendered, said].map((each) => (isRecord(each) ? each : {}));
	const entries = Object.entries(live).map(([key, value]): [string, unknown] => [
		key,
		restore(value, was?.[key], original?.[key], pieces),
	]);
	return inOrderOf(original ?? {}, Object.fromEntries(entries));
}

function inOrderOf(original: object, changed: Readonly<Record<string, unknown>>): Record<string, unknown> {
	const keys = Object.keys({ ...original, ...changed }).filter((key) => Object.hasOwn(changed, key));
	return Object.fromEntries(keys.map((key) => [key, changed[key]]));
}

/** Texts cut at the placeholders' values. An empty value is nowhere. */
class Pieces {
	private readonly names: ReadonlyMap<string, string>;
	private readonly pattern: RegExp;

	constructor(values: FlowValues) {
		const filled = Object.entries(values).filter(([, value]) => value !== '');
		// Of two placeholders with one value, the first wins.
		this.names = new Map(filled.toReversed().map(([name, value]) => [value, `$${`{${name}}`}`]));
		const longestFirst = [...this.names.keys()].sort((a, b) => b.length - a.length);
		const alternatives = longestFirst.map((value) => value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
		this.pattern = new RegExp(alternatives.join('|') || '(?!)', 'g');
	}

	replace(text: string): string {
		return text.replace(this.pattern, (value) => this.names.get(value) ?? value);
	}

	refusePlaceholders(live: FlowDefinition): void {
		for (const [path, text] of stringsIn(live)) {
			const literal = text
				.split(this.pattern)
				.join('\0')
				.match(/\$\{[A-Z_]+\}/)?.[0];
			if (literal === undefined) continue;
			throw new HandoffError(
				422,
				'invalid_request',
				`${placeOf(live, path)}: the live flow says ${literal} itself, which the next deployment would fill. Change it in the Console first.`,
			);
		}
	}
}
