/**
 * Names a place in a definition by its widget, for messages.
 * @module
 */
import { dotted, isRecord, type Path, valueAt } from './json';

/**
 * @param definition any JSON; if it isn't a flow, a place is written as its path
 * @example placeOf(flow, ['states', 3, 'properties', 'url']) // 'fetch_service_sid.url'
 * @example placeOf(flow, ['states', 3, 'transitions', 1, 'next']) // 'fetch_service_sid, on failed'
 */
export function placeOf(definition: unknown, path: Path): string {
	const [top, index, section, ...rest] = path;
	const state = top === 'states' ? valueAt(definition, 'states', index) : undefined;
	if (!isRecord(state) || typeof state.name !== 'string' || state.name === '') return dotted(path);
	if (section === undefined) return state.name;
	if (section === 'properties') return dotted([state.name, ...rest]);
	const [position, ...inside] = rest;
	const event = valueAt(state, 'transitions', position, 'event');
	if (section !== 'transitions' || typeof event !== 'string') return dotted([state.name, section, ...rest]);
	const detail = inside.filter((step) => step !== 'next' && step !== 'event');
	return [`${state.name}, on ${event}`, ...(detail.length > 0 ? [dotted(detail)] : [])].join(', ');
}
