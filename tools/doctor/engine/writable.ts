/**
 * Which changes setup may make by itself.
 * @module
 */
import type { AccountView } from '../../account/account-view';
import { canBeWrittenDown } from './concealment';
import type { Fix } from './fix';

/**
 * The changes that can be taken back from a file without a customer's number or a credential in it. The others are
 * for people to make.
 */
export function writable(fixes: readonly Fix[], { environment }: AccountView): Fix[] {
	return fixes.filter(({ edits }) => edits.every((edit) => canBeWrittenDown(edit, environment)));
}
