/** The advice when Twilio refuses a dependency or a runtime. */
import manifest from '../../../package.json';
import { adviceOn, HANDLER } from '../../../tools/deploy/build-advice';

const reported = (dependency: string) =>
	`ERROR Failed API Request 20001 Some dependencies could not be validated. No matching version found for ${dependency}. You can find the valid versions at https://www.twilio.com/docs More info: https://www.twilio.com/docs/errors/20001`;

test('package.json pins the runtime handler that the advice names', () => {
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
])('the advice for %s names the package, its version and what to try', (dependency, refused, next) => {
	expect(adviceOn(reported(dependency))).toContain(refused);
	expect(adviceOn(reported(dependency))).toContain(next);
});

test('the advice for an unsupported runtime names the file that sets it', () => {
	expect(adviceOn('ERROR Failed API Request 20001 unsupported runtime: node18 More info')).toMatch(
		/node18.*\.twilioserverlessrc/,
	);
});

test('there is no advice for any other failure', () => {
	expect(adviceOn('ERROR Timeout')).toBeUndefined();
});
