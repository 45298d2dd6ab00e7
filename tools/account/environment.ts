/**
 * The `.env` file that the agent, the Functions and the commands share.
 * @module
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { SetupError } from './errors';

/** Names and values, as in the file. */
export type Environment = Readonly<Record<string, string>>;

/**
 * What the commands work with: the file's values, and for names it leaves out or empty those of the shell. TAC's names
 * for the account stand in for Twilio's, so that one pair in the file is enough; the file's pair, whatever its names,
 * comes before the shell's.
 * @param path the file; need not exist
 * @throws {SetupError} when the file cannot be read, or the shell leads to an emulator that has ended
 */
export function readEnvironment(path: string, shell: NodeJS.ProcessEnv): Environment {
	const { TWILIO_CA_BUNDLE: certificate } = shell;
	if (certificate && !existsSync(certificate)) {
		throw new SetupError(
			`TWILIO_CA_BUNDLE names ${certificate}, which does not exist. If this shell was for an emulator (npx handoff start), that has ended: close the shell.`,
		);
	}
	return { ...withTwilioNames(shell), ...withTwilioNames(existsSync(path) ? parse(path) : {}) };
}

function parse(path: string): NodeJS.Dict<string> {
	try {
		return parseEnv(readFileSync(path, 'utf8'));
	} catch (cause) {
		const why = cause instanceof Error ? cause.message : String(cause);
		throw new SetupError(`${path} cannot be read: ${why}`, { cause });
	}
}

/** Without what is empty. */
function withTwilioNames(source: NodeJS.Dict<string>): Environment {
	const values: Record<string, string> = {};
	for (const [name, value] of Object.entries(source)) {
		if (value !== undefined && value !== '') values[name] = value;
	}
	const { ACCOUNT_SID = values.TWILIO_ACCOUNT_SID, AUTH_TOKEN = values.TWILIO_AUTH_TOKEN } = values;
	return { ...values, ...(ACCOUNT_SID && { ACCOUNT_SID }), ...(AUTH_TOKEN && { AUTH_TOKEN }) };
}

/**
 * Sets one name in the file and leaves every other line as it is. Of several lines with the name the last counts, as it
 * does for those who read the file.
 * @returns whether the file had to change
 */
export function setInFile(path: string, name: string, value: string): boolean {
	const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
	if (parseEnv(text)[name] === value) return false;
	const newline = text.includes('\r\n') ? '\r\n' : '\n';
	const lines = text.split(newline);
	const at = lines.findLastIndex((line) => new RegExp(`^\\s*(export\\s+)?${name}\\s*=`).test(line));
	const line = `${name}=${value}`;
	if (at >= 0) lines[at] = line;
	else if (lines.at(-1) === '') lines.splice(-1, 0, line);
	else lines.push(line, '');
	writeFileSync(path, lines.join(newline), { mode: 0o600 });
	return true;
}
