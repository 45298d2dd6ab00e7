/** Secrets are compared whole. */
import { equalInConstantTime } from '../../../../src/http/auth/constant-time';

test.each([
	['the same text', 'secret', 'secret', true],
	['the same text beyond ASCII', 'é😀', 'é😀', true],
	['nothing twice', '', '', true],
	['another text of the same length', 'secret', 'secreT', false],
	['the beginning of it', 'secre', 'secret', false],
	['the same look in other characters', 'e\u0301', '\u00e9', false],
])('%s', (_what, one, other, expected) => {
	expect(equalInConstantTime(one, other)).toBe(expected);
});
