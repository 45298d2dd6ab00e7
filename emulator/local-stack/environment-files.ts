/**
 * What a shell sources to reach the emulator: always at the same path, with the same ports and SIDs until `--fresh`.
 * @module
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { ROOT } from '../../tools/account/project';
import type { Emulator } from '../core/emulator';
import { restore, save } from '../core/snapshot';
import { World } from '../core/world';

/** Ignored by git; its secrets are made up. Two starts at a time need two: `HANDOFF_EMULATOR_FOLDER` names another one. */
export const FOLDER = process.env.HANDOFF_EMULATOR_FOLDER || join(ROOT, '.emulator');
const WORLD = join(FOLDER, 'world.bin');
const SECRET = { mode: 0o600 };

/**
 * The world of the last run.
 * @param fresh forgets it
 */
export function lastWorld(fresh: boolean): World {
	if (fresh) rmSync(FOLDER, { recursive: true, force: true });
	try {
		return restore(readFileSync(WORLD));
	} catch {
		return new World();
	}
}

export function keepWorld(world: World): void {
	mkdirSync(FOLDER, { recursive: true });
	writeFileSync(WORLD, save(world), SECRET);
}

/** An emulator, and the settings of its account. */
interface Reachable {
	readonly emulator: Emulator;
	readonly settings: Readonly<Record<string, string>>;
	readonly functionsUrl?: string;
}

/**
 * Writes `env.sh`, `env.ps1`, the account's own `.env` and the certificates.
 * @returns the variables
 */
export function writeEnvironment(
	{ emulator, settings, functionsUrl }: Reachable,
	folder = FOLDER,
	{ isInFileOnly = false }: { readonly isInFileOnly?: boolean } = {},
): Record<string, string> {
	mkdirSync(folder, { recursive: true });
	const [ca, bundle, envFile] = [join(folder, 'ca.pem'), join(folder, 'ca-bundle.pem'), join(folder, '.env')];
	const own = readFileSync(emulator.caPath, 'utf8');
	writeFileSync(ca, own);
	// With the public roots beside it, an agent whose LLM is in the cloud reaches that, too.
	writeFileSync(bundle, [own, ...rootCertificates].join('\n'));
	writeFileSync(
		envFile,
		lines(settings, (name, value) => `${name}=${value}`),
		SECRET,
	);
	const direct = 'localhost,127.0.0.1,api.openai.com';
	const variables = {
		...emulator.env(),
		NO_PROXY: direct,
		no_proxy: direct,
		NODE_EXTRA_CA_CERTS: ca,
		SSL_CERT_FILE: bundle,
		REQUESTS_CA_BUNDLE: bundle,
		TWILIO_CA_BUNDLE: bundle,
		CURL_CA_BUNDLE: bundle,
		...(isInFileOnly ? {} : settings),
		...(functionsUrl !== undefined && { HANDOFF_URL: `${functionsUrl}/handoff` }),
		HANDOFF_ENV_FILE: envFile,
		TAC_ANALYTICS_DISABLED: 'true',
	};
	// A home may be /home/o'brien.
	writeFileSync(
		join(folder, 'env.sh'),
		lines(variables, (name, value) => `export ${name}='${value.replaceAll("'", "'\\''")}'`),
		SECRET,
	);
	// PowerShell's variables have no case: the proxies in lower case would only repeat.
	const upper = Object.fromEntries(Object.entries(variables).filter(([name]) => name === name.toUpperCase()));
	writeFileSync(
		join(folder, 'env.ps1'),
		// Without the mark, Windows' own PowerShell (5.1) takes it for the system's code page.
		`\uFEFF${lines(upper, (name, value) => `$env:${name} = '${value.replaceAll("'", "''")}'`)}`,
		SECRET,
	);
	return variables;
}

function lines(
	variables: Readonly<Record<string, string>>,
	line: (name: string, value: string) => string,
): string {
	return Object.entries(variables)
		.map(([name, value]) => `${line(name, value)}\n`)
		.join('');
}
