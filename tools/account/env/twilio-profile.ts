/**
 * The active profile of twilio-cli, which `twilio serverless:deploy` uses. It is only read.
 * @module
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { SetupError } from '../errors';

export interface Profile {
	readonly name: string;
	/** What `.env` would have. */
	readonly environment: Readonly<Record<string, string>>;
}

/** @twilio/cli-core 7.27, services/config.js. The secrets of profiles under `projects` are in the system's keychain. */
const config = z.object({
	activeProject: z.string().nullish(),
	requireProfileInput: z.boolean().nullish(),
	profiles: z.record(z.string(), z.unknown()).nullish(),
});

const saved = z.object({
	accountSid: z.string().min(1),
	apiKey: z.string().min(1),
	apiSecret: z.string().min(1),
	region: z.string().nullish(),
});

/**
 * @param shell where twilio-cli's folder is (@twilio/cli-core, services/env.js)
 * @returns `undefined` when there is none with its secret in the file, or twilio-cli is set to require a profile option
 * @throws {SetupError} when the file can't be read
 */
export function activeProfile(shell: NodeJS.ProcessEnv): Profile | undefined {
	const path = configFile(shell);
	if (path === undefined || !existsSync(path)) return undefined;
	const { activeProject, profiles, requireProfileInput } = parse(path, config, readJson(path));
	const name = activeProject?.trim();
	const profile = name ? profiles?.[name] : undefined;
	if (!name || !profile || requireProfileInput) return undefined;
	const { accountSid, apiKey, apiSecret, region } = parse(path, saved, profile);
	return {
		name,
		environment: {
			ACCOUNT_SID: accountSid,
			TWILIO_API_KEY: apiKey,
			TWILIO_API_SECRET: apiSecret,
			...(region && { TWILIO_REGION: region }),
		},
	};
}

function configFile({ TWILIO_CONFIG_DIR, HOME, USERPROFILE }: NodeJS.ProcessEnv): string | undefined {
	const home = HOME || USERPROFILE;
	const folder = TWILIO_CONFIG_DIR || (home && join(home, '.twilio-cli'));
	return folder ? join(folder, 'config.json') : undefined;
}

function readJson(path: string): unknown {
	try {
		return JSON.parse(readFileSync(path, 'utf8'));
	} catch {
		throw unreadable(path);
	}
}

function parse<T>(path: string, schema: z.ZodType<T>, value: unknown): T {
	const { data, success } = schema.safeParse(value);
	if (!success) throw unreadable(path);
	return data;
}

/** Without the cause: a parser's message quotes what it read, and that may be a secret. */
function unreadable(path: string): SetupError {
	return new SetupError(
		`Can’t read the twilio-cli profiles in ${path}. Run: twilio profiles:list. Or set the credentials in .env.`,
	);
}
