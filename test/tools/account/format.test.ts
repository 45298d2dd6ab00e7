/** How names and numbers are shown. */
import { plural } from '../../../tools/account/format';

test('one change, two changes', () => {
	expect([plural(1, 'change'), plural(2, 'change')]).toEqual(['1 change', '2 changes']);
});
