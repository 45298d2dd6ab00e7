/**
 * The words in the picture of a flow.
 * @module
 */
import { titleOf } from '../../../studio/draw/captions';

test.each([
	['fetch_conversation_sid', 'Fetch conversation SID'],
	['send_call_to_flex', 'Send call to Flex'],
	['check_known_sids', 'Check known SIDs'],
])('the title of %s is "%s"', (name, title) => {
	expect(titleOf({ name })).toBe(title);
});
