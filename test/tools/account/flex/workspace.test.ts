/** The rule by which a workflow or a task channel is chosen. */
import { choose } from '../../../../tools/account/flex/workspace';

const [one, other] = [{ sid: 'WW1' }, { sid: 'WW2' }];
const isOne = ({ sid }: { sid: string }) => sid === 'WW1';

test('the workflow or channel that is set is chosen, whether it fits or not', () => {
	expect(choose([one, other], 'WW2', isOne)).toBe(other);
});

test('no workflow or channel is chosen when the one that is set does not exist', () => {
	expect(choose([one], 'WW2')).toBeUndefined();
});

test('the only workflow or channel that fits is chosen when none is set', () => {
	expect(choose([one, other], undefined, isOne)).toBe(one);
	expect(choose([one], undefined)).toBe(one);
});

test('no workflow or channel is chosen when none is set and there are none or several', () => {
	expect(choose([], undefined)).toBeUndefined();
	expect(choose([one, other], undefined)).toBeUndefined();
});
