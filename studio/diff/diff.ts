/**
 * What changed between two flows, for people.
 * @module
 */
import { isRecord } from '../../src/json';
import type { FlowDefinition, FlowState, FlowTransition } from '../definition';
import { dotted, isSame, type Path } from '../json';
import { unstamped } from '../version';
import { identify, type Pair, pairElements, pairWidgets } from './pairing';
import { change } from './text-diff';

/**
 * Says what changed, a line a change: widgets that came, went or were renamed, what they do, and where they lead. The
 * stamp of a deployment is no change, and neither is the order of keys or widgets.
 * @returns nothing when the flows are the same
 * @example diffFlows(live, renderFlow(values))
 * // ['+ widget check_hours (split-based-on)', '~ Trigger: on incomingCall gate → check_hours']
 */
export function diffFlows(before: FlowDefinition, after: FlowDefinition): string[] {
	const pairs = pairWidgets(before.states, after.states);
	const changed = pairs.flatMap(({ was, is }) => (was && is ? [{ was, is }] : []));
	const names = new Map(changed.map(({ was, is }) => [was.name, is.name]));
	const nowCalled = (name: string) => names.get(name) ?? name;
	return [
		...compare('description', unstamped(before).description, unstamped(after).description),
		...compare('initial_state', nowCalled(before.initial_state), after.initial_state),
		...compareRest([], before, after, ['description', 'initial_state', 'states']),
		...changed
			.filter(({ was, is }) => was.name !== is.name)
			.map(({ was, is }) => `~ widget ${was.name} renamed to ${is.name}`),
		...pairs.flatMap(({ was, is }) => (was && !is ? [`- widget ${was.name} (${was.type})`] : [])),
		...pairs.flatMap(({ was, is }) => (is && !was ? [`+ widget ${is.name} (${is.type})`] : [])),
		...changed.flatMap(({ was, is }) => compareWidgets(was, is, nowCalled)),
		...moves(changed),
	];
}

function compareWidgets(was: FlowState, is: FlowState, nowCalled: (name: string) => string): string[] {
	const { offset: _, ...before } = was.properties;
	const { offset: __, ...after } = is.properties;
	const transitions = was.transitions.map((transition): FlowTransition => {
		const { next } = transition;
		return next === undefined ? transition : { ...transition, next: nowCalled(next) };
	});
	const lines = [
		...(was.type === is.type ? [] : [`~ ${is.name}: type ${was.type} → ${is.type}`]),
		...compareRest([is.name], was, is, ['name', 'type', 'properties', 'transitions']),
		...compareValues([is.name], before, after),
		...pairElements(transitions, is.transitions).flatMap((pair) => compareTransitions(is, pair)),
	];
	if (lines.length > 0) return lines;
	return isSame([before, transitions], [after, is.transitions])
		? []
		: [`~ ${is.name}: the same, in another order`];
}

function compareTransitions({ name, transitions }: FlowState, { was, is }: Pair<FlowTransition>): string[] {
	const event = is?.event ?? was?.event ?? '';
	const several = transitions.filter((each) => each.event === event).length > 1;
	const label = `${name}: on ${(several && identify(is ?? was)) || event}`;
	const [from, to] = [was, is].map((each) => (each ? (each.next ?? '(end)') : '(none)'));
	return [
		...(from === to ? [] : [`~ ${label} ${from} → ${to}`]),
		...(was && is ? compareValues([`${label}, conditions`], was.conditions, is.conditions) : []),
		...(was && is ? compareRest([label], was, is, ['event', 'next', 'conditions']) : []),
	];
}

/** What is not compared by itself: what our schema does not know is an edit too. */
function compareRest(path: Path, was: object, is: object, known: readonly string[]): string[] {
	const [before, after] = [was, is].map((each) =>
		Object.fromEntries(Object.entries(each).filter(([key]) => !known.includes(key))),
	);
	return compareValues(path, before, after);
}

/** Descends as long as both sides are alike, so that a line says the least that changed. */
function compareValues(path: Path, was: unknown, is: unknown): string[] {
	if (isRecord(was) && isRecord(is)) {
		const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])];
		return keys.flatMap((key) => compareValues([...path, key], was[key], is[key]));
	}
	if (Array.isArray(was) && Array.isArray(is)) {
		return pairElements<unknown>(was, is).flatMap((pair, position) => {
			const place = identify(pair.is ?? pair.was) ?? (position < is.length ? position : pair.index);
			return compareValues([...path, place], pair.was, pair.is);
		});
	}
	return compare(dotted(path), was, is);
}

function compare(what: string, was: unknown, is: unknown): string[] {
	return isSame(was, is) ? [] : [`~ ${what}: ${change(was, is)}`];
}

function moves(changed: readonly { was: FlowState; is: FlowState }[]): string[] {
	const moved = changed.filter(({ was, is }) => !isSame(was.properties.offset, is.properties.offset));
	const [first, second] = moved;
	if (!first) return [];
	return second ? [`~ ${moved.length} widgets moved`] : [`~ ${first.is.name} moved`];
}
