/**
 * The test of the live endpoints that ends a deployment and a rollback.
 * @module
 */
import { requireSetting } from '../../src/settings';
import type { SmokeCheck } from '../account/account-view';
import { environmentOf } from '../account/env/environment';
import { SetupError } from '../account/errors';
import type { Account } from '../account/open';
import { smokeTest } from './smoke-test';

/** @throws {SetupError} when a test fails */
export async function testEndpoints(
	{ settings, environment }: Pick<Account, 'settings' | 'environment'>,
	domain: string,
	version: string,
): Promise<readonly SmokeCheck[]> {
	// The key that TAC uses: this tests that it is accepted.
	const credentials = {
		username: requireSetting(settings, 'TWILIO_API_KEY'),
		password: requireSetting(settings, 'TWILIO_API_SECRET'),
	};
	const checks = await smokeTest(`https://${domain}`, credentials, version);
	const failed = checks.filter(({ ok }) => !ok).map(({ name, found }) => `  ${name}: found ${found}`);
	if (failed.length > 0) {
		throw new SetupError(
			`The deployment is live, but these smoke tests failed:\n${failed.join('\n')}\nTo roll back: npx handoff rollback --environment ${environmentOf(environment)}`,
		);
	}
	return checks;
}
