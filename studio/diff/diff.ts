/**
 * What changed between two flows, in lines for people to read.
 * @module
 */
import type { AnyFlow, AnyState } from '../definition';
import { dotted, isRecord, isSame, type Path } from '../json';
import { descriptionOf } from '../version';
import { identify, type Pair, pairElements, pairWidgets } from './pairing';
import { change } from './text-diff';

type AnyTransition = AnyState['transitions'][number];
/** What the widget of a name is called now. */
type NewName = <T extends string | null | undefined>(name: T) => T | string;

/**
 * Lists what changed, one line per change: widgets that were added, removed or renamed, their properties, and their
 * transitions. The stamp of a deployment does not count, nor does the order of keys or widgets.
 * @returns an empty list when the flows are the same
 * @example diffFlows(live, renderFlow(values))
 * // ['+ widget check_hours (split-based-on)', '~ Trigger: on incomingCall gate → check_hours']
 */
export function diffFlows(before: AnyFlow, after: AnyFlow): string[] {
	const pairs = pairWidgets(before.states, after.states);
	const changed = pairs.flatMap(({ was, is }) => (was && is ? [{ was, is }] : []));
	const names = new Map(changed.map(({ was, is }) => [was.name, is.name]));
	const newName: NewName = (name) => names.get(name ?? '') ?? name;
	return [
		...diffLine('description', descriptionOf(before), descriptionOf(after)),
		...diffLine('initial_state', newName(before.initial_state), after.initial_state),
		...diffOtherKeys([], before, after, ['description', 'initial_state', 'states']),
		...changed
			.filter(({ was, is }) => was.name !== is.name)
			.map(({ was, is }) => `~ widget ${was.name} renamed to ${is.name}`),
		...pairs.flatMap(({ was, is }) => (was && !is ? [`- widget ${was.name} (${was.type})`] : [])),
		...pairs.flatMap(({ was, is }) => (is && !was ? [`+ widget ${is.name} (${is.type})`] : [])),
		...changed.flatMap(({ was, is }) => diffWidgets(was, is, newName)),
		...moves(changed),
	];
}

function diffWidgets(was: AnyState, is: AnyState, newName: NewName): string[] {
	const { offset: _, ...before } = was.properties;
	const { offset: __, ...after } = is.properties;
	const transitions = was.transitions.map((transition): AnyTransition => {
		const { next } = transition;
		return next === undefined ? transition : { ...transition, next: newName(next) };
	});
	const lines = [
		...(was.type === is.type ? [] : [`~ ${is.name}: type ${was.type} → ${is.type}`]),
		...diffOtherKeys([is.name], was, is, ['name', 'type', 'properties', 'transitions']),
		...diffValues([is.name], before, after),
		...pairElements(transitions, is.transitions).flatMap((pair) => diffTransitions(is, pair)),
	];
	if (lines.length > 0) return lines;
	return isSame([before, transitions], [after, is.transitions]) ? [] : [`~ ${is.name}: order changed`];
}

function diffTransitions({ name, transitions }: AnyState, { was, is }: Pair<AnyTransition>): string[] {
	const event = is?.event ?? was?.event ?? '';
	const several = transitions.filter((each) => each.event === event).length > 1;
	const label = `${name}: on ${(several && identify(is ?? was)) || event}`;
	const [from, to] = [was, is].map((each) => (each ? (each.next ?? '(end)') : '(none)'));
	return [
		...(from === to ? [] : [`~ ${label} ${from} → ${to}`]),
		...(was && is ? diffValues([`${label}, conditions`], was.conditions, is.conditions) : []),
		...(was && is ? diffOtherKeys([label], was, is, ['event', 'next', 'conditions']) : []),
	];
}

/** Compares all other keys: one that our schema lacks is an edit, too. */
function diffOtherKeys(path: Path, was: object, is: object, known: readonly string[]): string[] {
	const [before, after] = [was, is].map((each) =>
		Object.fromEntries(Object.entries(each).filter(([key]) => !known.includes(key))),
	);
	return diffValues(path, before, after);
}

/** Descends while both sides have the same shape, so that a line shows only what changed. */
function diffValues(path: Path, was: unknown, is: unknown): string[] {
	if (isRecord(was) && isRecord(is)) {
		const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])];
		return keys.flatMap((key) => diffValues([...path, key], was[key], is[key]));
	}
	if (Array.isArray(was) && Array.isArray(is)) {
		return pairElements<unknown>(was, is).flatMap((pair, position) => {
			const place = identify(pair.is ?? pair.was) ?? (position < is.length ? position : pair.index);
			return diffValues([...path, place], pair.was, pair.is);
		});
	}
	return diffLine(dotted(path), was, is);
}

function diffLine(what: string, was: unknown, is: unknown): string[] {
	return isSame(was, is) ? [] : [`~ ${what}: ${change(was, is)}`];
}

function moves(changed: readonly { was: AnyState; is: AnyState }[]): string[] {
	const moved = changed.filter(({ was, is }) => !isSame(was.properties.offset, is.properties.offset));
	const [first, second] = moved;
	if (!first) return [];
	return second ? [`~ ${moved.length} widgets moved`] : [`~ ${first.is.name} moved`];
}
