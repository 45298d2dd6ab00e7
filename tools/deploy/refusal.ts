/**
 * What to try when Twilio refuses what package.json or .twilioserverlessrc asks for.
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
 * @param said what Twilio said, in one line
 * @returns which package or runtime it was, and what to put in its place; `undefined` when it was neither
 */
export function adviceOn(said: string): string | undefined {
	const [, name, version] = NO_VERSION.exec(said) ?? [];
	if (name === HANDLER.name) {
		return `Twilio does not install ${name} ${version}, whatever npm has. Try ${HANDLER.version}: npm install --save-exact ${name}@${HANDLER.version}.`;
	}
	if (name !== undefined) {
		return `Twilio installs packages from npm alone and finds no ${name} ${version} there. Set "${name}" in package.json to a version that \`npm view ${name} versions\` lists.`;
	}
	const [, runtime] = /unsupported runtime:? (\S+)/i.exec(said) ?? [];
	return (
		runtime && `Twilio does not run ${runtime} any more. Set "runtime" in .twilioserverlessrc to "node22".`
	);
}
