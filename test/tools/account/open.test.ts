/** Which region and which service names a command works with. */

import { SetupError } from '../../../tools/account/errors';
import { requireHomeRegion } from '../../../tools/account/open';
import { isServiceName, SERVICE_NAME } from '../../../tools/account/project';

test.each([
	[{}, {}],
	[{ TWILIO_REGION: 'us1' }, { TWILIO_REGION: 'US1', TWILIO_EDGE: 'dublin' }],
])('TWILIO_REGION us1 is accepted: .env %j, shell %j', (environment, shell) => {
	expect(() => requireHomeRegion(environment, shell)).not.toThrow();
});

test.each([
	[{ TWILIO_REGION: 'ie1' }, {}],
	[{ TWILIO_REGION: 'us1' }, { TWILIO_REGION: 'ie1' }],
])('a TWILIO_REGION other than us1 is refused: .env %j, shell %j', (environment, shell) => {
	expect(() => requireHomeRegion(environment, shell)).toThrow(SetupError);
});

test.each([
	[SERVICE_NAME, true],
	['name_with_underscores', false],
	['@acme/handoff', false],
	['a'.repeat(51), false],
])('"%s" can be the name of a service: %s', (name, answer) => {
	expect(isServiceName(name)).toBe(answer);
});
