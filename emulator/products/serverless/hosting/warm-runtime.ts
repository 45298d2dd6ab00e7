/**
 * Twilio's local runtime in one process, without the `twilio-run start` around it, which takes twice as long to load as
 * what it starts.
 * @module
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import json5 from 'json5';
import { z } from 'zod';

/**
 * What `twilio-run start --no-fork-process --no-live` does (twilio-run 5.0.1, dist/commands/start.js and
 * dist/runtime/server.js). The environment is a file with JSON. `require` finds what is in the working folder.
 */
const PROGRAM = `
const [files, port, environment, functions, assets] = process.argv.slice(1);
process.env = JSON.parse(require('node:fs').readFileSync(environment, 'utf8'));
const { LocalDevelopmentServer } = require('@twilio/runtime-handler/dev');
const folders = { functionsFolderNames: [functions], assetsFolderNames: [assets] };
require(files).getListOfFunctionsAndAssets(process.cwd(), folders).then((routes) => {
	const server = new LocalDevelopmentServer(Number(port), {
		baseDir: process.cwd(),
		env: process.env,
		url: 'http://localhost:' + port,
		logs: true,
		forkProcess: false,
		logger: console,
		routes,
	});
	server.on('request-log', (line) => console.log(line));
	server.getApp().listen(Number(port));
});
`;

const folders = z.object({ functionsFolder: z.string().optional(), assetsFolder: z.string().optional() });

/**
 * @param cwd the folder with the Functions
 * @param environmentFile has the environment as JSON
 * @returns what to run there with Node; `undefined` where the
 * runtime is not among the dependencies: `twilio-run` has an older one of its own for that
 */
export function warmRuntime(cwd: string, port: number, environmentFile: string): string[] | undefined {
	if (!existsSync(join(cwd, 'node_modules', '@twilio', 'runtime-handler'))) return undefined;
	const { functionsFolder = 'functions', assetsFolder = 'assets' } = folders.parse(
		json5.parse(readFileSync(join(cwd, '.twilioserverlessrc'), 'utf8')),
	);
	const files = require.resolve('@twilio-labs/serverless-api/dist/utils/fs');
	return ['-e', PROGRAM, '--', files, String(port), environmentFile, functionsFolder, assetsFolder];
}
