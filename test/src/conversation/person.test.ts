/**
 * Whether a person has a customer's chat, by who is in it.
 * @module
 */
import { hasPerson } from '../../../src/conversation/person';
import { CUSTOMER_NUMBER, customer, OUR_NUMBER, virtualAgent } from '../../support/fixtures';

const texting = { identity: null, messagingBinding: { type: 'sms', address: CUSTOMER_NUMBER } };
const inWebChat = (identity: string) => ({ identity, messagingBinding: null });
const visitor = { ...customer, addresses: [{ channel: 'CHAT', address: 'Visitor-8d2f' }] };
const bot = { ...virtualAgent, addresses: [{ channel: 'CHAT', address: 'ava' }] };
/** Orchestrator types Twilio's own number so, and perhaps the person. */
const human = (address: string) => ({ ...virtualAgent, type: 'HUMAN_AGENT', addresses: [{ address }] });

test.each<[string, object[], object[], boolean]>([
	['a customer who texts', [texting], [customer, human(OUR_NUMBER)], false],
	['a customer who texts, and a person', [texting, inWebChat('kai')], [customer], true],
	['a visitor', [inWebChat('visitor-8d2f')], [visitor], false],
	['a visitor and a person', [inWebChat('visitor-8d2f'), inWebChat('kai')], [visitor], true],
	['a person whom Orchestrator has too', [texting, inWebChat('kai')], [customer, human('kai')], true],
	['a visitor and the virtual agent', [inWebChat('visitor-8d2f'), inWebChat('ava')], [visitor, bot], false],
	['a visitor under another name', [inWebChat('8d2f')], [visitor], false],
	['a visitor under another name, and a person', [inWebChat('8d2f'), inWebChat('kai')], [visitor], true],
	['no one', [], [customer], false],
])('with %s in the chat, a person has it: %#', (_, inChat, participants, expected) => {
	expect(hasPerson(JSON.parse(JSON.stringify(inChat)), JSON.parse(JSON.stringify(participants)))).toBe(
		expected,
	);
});
