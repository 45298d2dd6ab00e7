/**
 * Changes of `.env`, the file that the agent, the Functions and the commands share.
 * @module
 */
import type { AccountView } from '../../account/account-view';
import type { Fix } from './fix';

/**
 * Sets a name in `.env`. For names alone that hold no secret: people see the value.
 * @param after `''` to leave it unset
 * @param title instead of one that says just that
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
