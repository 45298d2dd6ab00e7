/**
 * Edits of a number's settings.
 * @module
 */
import type { SetEdit } from '../mend';
import { type AgentNumber, NUMBER_SETTINGS, type NumberSettings } from './numbers';

/** An edit for each setting that is not yet as wanted. */
export function changeNumber({ sid, settings }: AgentNumber, wanted: Partial<NumberSettings>): SetEdit[] {
	return NUMBER_SETTINGS.flatMap((name): SetEdit[] => {
		const before = settings[name];
		const after = wanted[name];
		if (after === undefined || after === before) return [];
		return [{ edit: 'set', resource: 'phone-number', id: sid, path: [name], before, after }];
	});
}
