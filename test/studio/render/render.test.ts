/**
 * From the flow in the repository to the one an account runs.
 * @module
 */
import { validateDefinition } from '../../../emulator/products/studio/validate';
import template from '../../../studio/agent-handoff.json';
import type { FlowDefinition } from '../../../studio/definition';
import { type FlowValues, renderFlow } from '../../../studio/render/render';

const VALUES: FlowValues = {
	FUNCTIONS_URL: 'https://handoff-1234-dev.twil.io',
	TWILIO_FLEX_WORKFLOW_SID: 'WW0123456789abcdef0123456789abcdef',
	TWILIO_FLEX_VOICE_CHANNEL_SID: 'TC0123456789abcdef0123456789abcdef',
	TWILIO_FLEX_CHAT_CHANNEL_SID: 'TCfedcba9876543210fedcba9876543210',
	HANDOFF_FALLBACK_NUMBER: '+15005550199',
	TWILIO_PHONE_NUMBER: '+15005550006',
};
const NAMES = Object.keys(VALUES);

const property = ({ states }: FlowDefinition, name: string, key: string) =>
	states.find((state) => state.name === name)?.properties[key];

test('every placeholder is filled, and nothing else is touched', () => {
	const rendered = renderFlow(VALUES, template);
	const text = JSON.stringify(rendered);
	expect(text).not.toContain('${');
	const back = Object.entries(VALUES).reduce((each, [name, value]) => {
		return each.replaceAll(value, `$${`{${name}}`}`);
	}, text);
	expect(JSON.parse(back)).toEqual(template);
});

test('each value lands where the account needs it', () => {
	const rendered = renderFlow(VALUES, template);
	const url = `${VALUES.FUNCTIONS_URL}/participant-lookup`;
	expect(property(rendered, 'fetch_conversation_sid', 'url')).toBe(url);
	expect(property(rendered, 'fetch_service_sid', 'url')).toBe(`${VALUES.FUNCTIONS_URL}/service-sid`);
	for (const [widget, channel] of [
		['send_call_to_flex', VALUES.TWILIO_FLEX_VOICE_CHANNEL_SID],
		['send_conversation_to_flex', VALUES.TWILIO_FLEX_CHAT_CHANNEL_SID],
	] as const) {
		expect(property(rendered, widget, 'workflow')).toBe(VALUES.TWILIO_FLEX_WORKFLOW_SID);
		expect(property(rendered, widget, 'channel')).toBe(channel);
	}
	expect(property(rendered, 'dial_fallback_number', 'to')).toBe(VALUES.HANDOFF_FALLBACK_NUMBER);
});

test.each(NAMES)('a missing %s is named', (name) => {
	const values = { ...VALUES };
	Reflect.deleteProperty(values, name);
	expect(() => renderFlow(values, template)).toThrow(new RegExp(`\\b${name}\\b`));
	expect(() => renderFlow(values, template)).toThrow(
		expect.objectContaining({ code: 'misconfigured', field: name }),
	);
});

test('a placeholder that deploying does not know is named', () => {
	const unknown = `$${'{TWILIO_FLEX_QUEUE_SID}'}`;
	const definition = { ...template, description: `Handoff ${unknown}` };
	expect(() => renderFlow(VALUES, definition)).toThrow(/TWILIO_FLEX_QUEUE_SID/);
});

test('an empty fallback number is fine: the flow then apologises', () => {
	const rendered = renderFlow({ ...VALUES, HANDOFF_FALLBACK_NUMBER: '' }, template);
	expect(property(rendered, 'check_fallback_number', 'input')).toBe('');
});

test.each([
	'"',
	'\\',
	'\n',
	'"}]}',
	"$& $1 $` $'",
	'https://example.com/?a="b"&c=\\d',
	`$${'{FUNCTIONS_URL}'}`,
	'\u2028 😀 \ud83d',
])('a value of %j stays itself, and the definition JSON that Studio takes', (value) => {
	const rendered = renderFlow({ ...VALUES, TWILIO_FLEX_WORKFLOW_SID: value }, template);
	const text = JSON.stringify(rendered);
	expect(JSON.parse(text)).toEqual(rendered);
	expect(property(rendered, 'send_call_to_flex', 'workflow')).toBe(value);
	expect(validateDefinition(text)).toHaveProperty('definition');
});

test('rendering leaves the template as it was', () => {
	const before = JSON.stringify(template);
	renderFlow(VALUES, template);
	expect(JSON.stringify(template)).toBe(before);
});

test('what is no flow is refused', () => {
	expect(() => renderFlow(VALUES, { ...template, states: [] })).toThrow(/states/);
});
