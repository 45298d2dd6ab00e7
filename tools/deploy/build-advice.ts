/**
 * The advice when Twilio refuses a dependency of package.json or the runtime of .twilioserverlessrc.
 * @module
 */

/**
 * Twilio installs its own list of handlers, not npm's: 2.1.0, npm's newest, is refused, and 2.0.3 is what Twilio's own
 * scaffolder pins (https://github.com/twilio-labs/serverless-toolkit/issues/557, pull/558, issues/564). package.json
 * pins it.
 */
export const HANDLER = { name: '@twilio/runtime-handler', version: '2.0.3' };

const NO_VERSION = /No matching version found for ((?:@[\w.-]+\/)?[\w.-]+)@(\S+?)\.?(?:\s|$)/;

/**
 * @param message Twilio's error message, in one line
 * @returns which package or runtime was refused, and what to use instead; `undefined` when it was neither
 */
export function adviceOn(message: string): string | undefined {
	const [, name, version] = NO_VERSION.exec(message) ?? [];
	if (name === HANDLER.name) {
		return `Twilio doesn’t support ${name} ${version}, although npm has it. Try ${HANDLER.version}: npm install --save-exact ${name}@${HANDLER.version}.`;
	}
	if (name !== undefined) {
		return `${name} ${version} not found on npm, the only source that Twilio installs from. Set "${name}" in package.json to a version that \`npm view ${name} versions\` lists.`;
	}
	const [, runtime] = /unsupported runtime:? (\S+)/i.exec(message) ?? [];
	return runtime && `Twilio no longer supports ${runtime}. Set "runtime" in .twilioserverlessrc to "node22".`;
}
