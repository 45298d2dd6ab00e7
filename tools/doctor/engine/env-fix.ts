/**
 * Fixes in `.env`, the file that the virtual agent, the Functions and the commands share.
 * @module
 */
import type { AccountView } from '../../account/account-view';
import type { Fix } from './fix';

/**
 * Sets a name in `.env`. Only for names that hold no secret: the value is shown.
 * @param after the value; `''` empties it
 * @param title replaces the default title
 */
export function setInEnv(
	{ environment }: AccountView,
	name: string,
	after: string,
	title = after === '' ? `Empty ${name} in .env` : `Set ${name} in .env to ${after}`,
): Fix {
	const before = environment[name];
	return {
		stage: 'settings',
		title,
		edits: [
			{ edit: 'set', resource: 'env', id: '', path: [name], ...(before !== undefined && { before }), after },
		],
	};
}
