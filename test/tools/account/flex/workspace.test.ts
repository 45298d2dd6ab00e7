/** The rule by which a workflow or a task channel is chosen. */
import { choose } from '../../../../tools/account/flex/workspace';

const [one, other] = [{ sid: 'WW1' }, { sid: 'WW2' }];
const isOne = ({ sid }: { sid: string }) => sid === 'WW1';

test('what is set is chosen, whether it fits or not', () => {
	expect(choose([one, other], 'WW2', isOne)).toBe(other);
});

test('nothing is chosen when what is set does not exist', () => {
	expect(choose([one], 'WW2')).toBeUndefined();
});

test('the only one that fits is chosen when nothing is set', () => {
	expect(choose([one, other], undefined, isOne)).toBe(one);
	expect(choose([one], undefined)).toBe(one);
});

test('nothing is chosen among none or several', () => {
	expect(choose([], undefined)).toBeUndefined();
	expect(choose([one, other], undefined)).toBeUndefined();
});
