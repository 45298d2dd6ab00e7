/** What people are advised to try when Twilio refuses a dependency or a runtime. */
import manifest from '../../../../package.json';
import { adviceOn, HANDLER } from '../../../../tools/deploy/refusal';

const said = (dependency: string) =>
	`ERROR Failed API Request 20001 Some dependencies could not be validated. No matching version found for ${dependency}. You can find the valid versions at https://www.twilio.com/docs More info: https://www.twilio.com/docs/errors/20001`;

test('package.json pins the handler that is advised', () => {
	expect(manifest.dependencies).toHaveProperty([HANDLER.name], HANDLER.version);
});

test.each([
	[
		'@twilio/runtime-handler@2.1.0',
		`${HANDLER.name} 2.1.0`,
		`npm install --save-exact ${HANDLER.name}@2.0.3`,
	],
	['lodash@^99.1', 'lodash ^99.1', 'npm view lodash versions'],
	['@acme/helpers@file:helpers', '@acme/helpers file:helpers', 'npm view @acme/helpers versions'],
])('%s: the package, its version and what to try', (dependency, refused, next) => {
	expect(adviceOn(said(dependency))).toContain(refused);
	expect(adviceOn(said(dependency))).toContain(next);
});

test('a runtime that is gone: where it is set', () => {
	expect(adviceOn('ERROR Failed API Request 20001 unsupported runtime: node18 More info')).toMatch(
		/node18.*\.twilioserverlessrc/,
	);
});

test('anything else has no advice', () => {
	expect(adviceOn('ERROR Timeout')).toBeUndefined();
});
