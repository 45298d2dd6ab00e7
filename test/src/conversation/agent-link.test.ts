/**
 * What a conversation says of the virtual agent's part in it.
 * @module
 */
import { isReleased, isServed } from '../../../src/conversation/agent-link';

test.each([
	['ACTIVE', 1, true, false],
	['ACTIVE', 0, false, true],
	['ACTIVE', undefined, false, false],
	['INACTIVE', 0, false, true],
	['INACTIVE', 1, false, false],
	['INACTIVE', undefined, false, false],
	['CLOSED', 0, false, false],
	[undefined, 1, false, false],
	[undefined, 0, false, false],
])(
	'%s with %s status callbacks: served %s, released by TAC %s',
	(status, statusCallbacks, served, released) => {
		const conversation = {
			status,
			statusCallbacks,
			configurationId: undefined,
			bridges: [],
			givenBackAt: undefined,
		};
		expect(isServed(conversation)).toBe(served);
		expect(isReleased(conversation)).toBe(released);
	},
);
