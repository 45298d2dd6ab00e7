/** When output is colored. */
import { wantsColor } from '../../../../tools/cli/ui/colors';

test.each([
	['a terminal', true, {}, true],
	['a file', false, {}, false],
	['NO_COLOR on a terminal', true, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
	['FORCE_COLOR without a terminal', false, { FORCE_COLOR: '1' }, true],
	['FORCE_COLOR=0 on a terminal', true, { FORCE_COLOR: '0' }, false],
])('output to %s is colored: (add the expected value to the row)', (_what, isTTY, environment, colored) => {
	expect(wantsColor({ isTTY }, environment)).toBe(colored);
});
