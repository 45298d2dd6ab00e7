/**
 * From the template to the flow that one account runs.
 * @module
 */
import { validateDefinition } from '../../../emulator/products/studio/validate';
import template from '../../../studio/agent-handoff.json';
import type { FlowDefinition } from '../../../studio/definition';
import { FlowError } from '../../../studio/errors';
import { isRenderingOf, renderFlow } from '../../../studio/render/render';
import { adaptedValues } from '../../../tools/account/studio/flow-values';
import { edited, placeholder, setProperties, VALUES } from '../../support/flow-edits';

const NAMES = Object.keys(VALUES);

const property = ({ states }: FlowDefinition, name: string, key: string) =>
	states.find((state) => state.name === name)?.properties[key];

test('every placeholder is filled, and nothing else changes', () => {
	const values = { ...VALUES };
	for (const name of NAMES) Reflect.set(values, name, `value of ${name}`);
	const text = JSON.stringify(renderFlow(values, template));
	expect(text).not.toContain('${');
	const back = text.replace(/value of ([A-Z_]+)/g, (_, name) => placeholder(name));
	expect(JSON.parse(back)).toEqual(template);
});

test('each value is rendered into the property that needs it', () => {
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

test.each(NAMES)('rendering without %s fails, and the error names it', (name) => {
	const values = { ...VALUES };
	Reflect.deleteProperty(values, name);
	expect(() => renderFlow(values, template)).toThrow(FlowError);
	expect(() => renderFlow(values, template)).toThrow(new RegExp(`\\b${name}\\b`));
});

test('rendering an unknown placeholder fails, and the error names it', () => {
	const definition = { ...template, description: `Handoff ${placeholder('TWILIO_FLEX_QUEUE_SID')}` };
	expect(() => renderFlow(VALUES, definition)).toThrow(/TWILIO_FLEX_QUEUE_SID/);
});

test('the fallback number may be empty', () => {
	const rendered = renderFlow({ ...VALUES, HANDOFF_FALLBACK_NUMBER: '' }, template);
	expect(property(rendered, 'check_fallback_number', 'input')).toBe('');
});

test('what is not adapted is left out, and Studio does what it does by itself', () => {
	const rendered = renderFlow(VALUES, template);
	for (const key of ['waitUrl', 'waitUrlMethod']) {
		expect(property(rendered, 'send_call_to_flex', key)).toBeUndefined();
	}
	for (const key of ['voice', 'language']) {
		expect(property(rendered, 'apologize_to_caller', key)).toBeUndefined();
	}
	expect(property(rendered, 'dial_fallback_number', 'sip_endpoint')).toBeUndefined();
});

test('a SIP fallback has no number beside it', () => {
	const values = adaptedValues({ HANDOFF_FALLBACK_NUMBER: 'sip:desk@example.com' });
	const rendered = renderFlow({ ...VALUES, ...values }, template);
	const { properties } = rendered.states.find(({ name }) => name === 'dial_fallback_number') ?? {};
	expect(properties).toMatchObject({ noun: 'sip', sip_endpoint: 'sip:desk@example.com' });
	expect(properties).not.toHaveProperty('to');
});

describe('a flow is a rendering of the template', () => {
	const adapted = renderFlow(
		{ ...VALUES, ...adaptedValues({ HANDOFF_VOICE: 'Polly.Joanna', HANDOFF_CALL_APOLOGY: 'Say "no".' }) },
		template,
	);

	test('whatever its values are', () => {
		expect(isRenderingOf(renderFlow(VALUES, template), template)).toBe(true);
		expect(isRenderingOf(adapted, template)).toBe(true);
	});

	test.each<[string, (flow: FlowDefinition) => void]>([
		[
			'a text without a placeholder differs',
			(flow) => setProperties('apologize_to_caller', { loop: 2 })(flow),
		],
		['a property was added', (flow) => setProperties('tell_customer', { media_url: 'x' })(flow)],
		['a widget is missing', (flow) => flow.states.pop()],
		['a URL leads elsewhere', (flow) => setProperties('give_back', { url: 'https://example.com' })(flow)],
	])('but not when %s', (_, edit) => {
		expect(isRenderingOf(edited(edit, adapted), template)).toBe(false);
	});
});

test.each([
	'"',
	'\\',
	'\n',
	'"}]}',
	"$& $1 $` $'",
	'https://example.com/?a="b"&c=\\d',
	placeholder('FUNCTIONS_URL'),
	'\u2028 😀 \ud83d',
])('a value of %j is kept, and Studio accepts the definition', (value) => {
	const rendered = renderFlow({ ...VALUES, TWILIO_FLEX_WORKFLOW_SID: value }, template);
	const text = JSON.stringify(rendered);
	expect(JSON.parse(text)).toEqual(rendered);
	expect(property(rendered, 'send_call_to_flex', 'workflow')).toBe(value);
	expect(validateDefinition(text)).toHaveProperty('definition');
});

test('rendering does not change the template', () => {
	const before = JSON.stringify(template);
	renderFlow(VALUES, template);
	expect(JSON.stringify(template)).toBe(before);
});

test('a template without widgets is rejected', () => {
	expect(() => renderFlow(VALUES, { ...template, states: [] })).toThrow(/states/);
});
