/**
 * The `.env` file, as setup reads and writes it.
 * @module
 */

import { readEnvironment, setInFile } from '../../account/env/environment';
import { SetupError } from '../../account/errors';
import type { Resource } from './resource';

/** Only names that hold no secret are ever set. */
export function envResource(envFile: string): Resource {
	return {
		title: '.env',
		// As the checks saw it: the shell fills in what the file leaves out.
		read: async () => readEnvironment(envFile, process.env),
		write: async (_account, _id, whole, changed) => {
			for (const [name] of changed) {
				if (name === undefined) continue;
				const value = String(whole[name] ?? '');
				// An empty line in the file leaves a name to the shell.
				if (value === '' && process.env[name]) {
					throw new SetupError(`${name} is set in the shell. Unset it there.`);
				}
				setInFile(envFile, name, value);
			}
			return undefined;
		},
	};
}
