/**
 * The flow as a graph: nothing dangles, nothing ends in silence, nothing of any account is in it.
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateDefinition } from '../../emulator/studio/validate';
import { widgets } from '../../emulator/studio/widgets';
import template from '../../studio/agent-handoff.json';
import { flowDefinition } from '../../studio/definition';
import { createRenderer } from '../../studio/liquid';
import { RESUME_CONVERSATION } from '../../studio/resume-conversation';

const file = readFileSync(join(__dirname, '../../studio/agent-handoff.json'), 'utf8');
const json: unknown = JSON.parse(file);
const { states, initial_state } = flowDefinition.parse(json);
const named = states.map((state): [string, typeof state] => [state.name, state]);
const ofType = (type: string) => named.filter(([, state]) => state.type === type);

/** What a widget of this type can come to, all of it. */
const EVENTS: Readonly<Record<string, readonly string[]>> = {
	'make-http-request': ['success', 'failed'],
	'split-based-on': ['noMatch', 'match'],
	'send-to-flex': ['callComplete', 'failedToEnqueue', 'callFailure'],
	'send-message': ['sent', 'failed'],
	'connect-call-to': ['callCompleted', 'hangup'],
	'say-play': ['audioComplete'],
	'set-variables': ['next'],
	[RESUME_CONVERSATION.type]: [RESUME_CONVERSATION.succeeded, RESUME_CONVERSATION.failed],
};

const PLACEHOLDERS = [
	'FUNCTIONS_URL',
	'TWILIO_FLEX_WORKFLOW_SID',
	'TWILIO_FLEX_VOICE_CHANNEL_SID',
	'TWILIO_FLEX_CHAT_CHANNEL_SID',
	'HANDOFF_FALLBACK_NUMBER',
];

function strings(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}

test('Studio takes it', () => {
	expect(validateDefinition(file)).toHaveProperty('definition');
	// Nothing the schema does not know, which deploying would drop.
	expect(flowDefinition.parse(json)).toEqual(json);
});

describe('the graph', () => {
	test('every name is there once', () => {
		const names = states.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
	});

	test.each(named)('%s leads only to widgets of the flow', (_, { transitions }) => {
		for (const { next } of transitions) {
			if (next !== undefined) expect(states.map(({ name }) => name)).toContain(next);
		}
	});

	test('every widget can be reached', () => {
		const reached = new Set([initial_state]);
		for (const name of reached) {
			for (const { next } of states.find((state) => state.name === name)?.transitions ?? []) {
				if (next !== undefined) reached.add(next);
			}
		}
		expect([...reached].sort()).toEqual(states.map(({ name }) => name).sort());
	});

	test('no way leads back to where it has been', () => {
		const visit = (name: string, path: readonly string[]): void => {
			expect(path).not.toContain(name);
			for (const { next } of states.find((state) => state.name === name)?.transitions ?? []) {
				if (next !== undefined) visit(next, [...path, name]);
			}
		};
		visit(initial_state, []);
	});

	test('a call and a REST request start it, and nothing else does', () => {
		const [, trigger] = ofType('trigger')[0] ?? [];
		const starts = trigger?.transitions.filter(({ next }) => next !== undefined).map(({ event }) => event);
		expect(starts).toEqual(['incomingCall', 'incomingRequest']);
	});
});

describe('nothing ends in silence', () => {
	const worked = named.filter(([, { type }]) => type !== 'trigger');

	test.each(worked)('%s answers every event of its widget', (_, { type, transitions }) => {
		expect(transitions.map(({ event }) => event).sort()).toEqual([...(EVENTS[type] ?? [])].sort());
	});

	const records = (name: string) => {
		const variables = states.find((state) => state.name === name)?.properties.variables;
		return JSON.stringify(variables)?.includes('"outcome"') ?? false;
	};
	const isLast = ([, { transitions }]: (typeof worked)[number]) =>
		transitions.some(({ next }) => next === undefined);
	test.each(worked.filter(isLast))('%s ends the flow with its outcome recorded', (name) => {
		const before = states.filter(({ transitions }) => transitions.some(({ next }) => next === name));
		expect(records(name) || before.every((state) => records(state.name))).toBe(true);
	});

	test('every outcome is told apart', () => {
		const outcomes = strings(states.map(({ properties }) => properties.variables)).filter((text) =>
			/^(call|conversation|session)_/.test(text),
		);
		expect(new Set(outcomes).size).toBe(outcomes.length);
	});
});

describe('nothing of any account is in it', () => {
	test('no SID and no secret', () => {
		expect(file).not.toMatch(/\b(AC|SK|FW|WW|TC|IS|CH|WS|WQ|KS)[0-9a-f]{32}/i);
		expect(file).not.toMatch(/[0-9a-f]{32}/i);
		expect(file).not.toMatch(/\+\d{7,}/);
	});

	test('every placeholder is one that deploying fills', () => {
		const found = new Set([...file.matchAll(/\$\{([^}]*)\}?/g)].map(([, name]) => name));
		expect([...found].sort()).toEqual([...PLACEHOLDERS].sort());
	});
});

describe('the widgets', () => {
	test.each(named)('%s is of a type the emulator knows', (_, { type }) => {
		expect(widgets.has(type)).toBe(true);
	});

	test.each(ofType('make-http-request'))('%s asks our Functions, signed and without Basic', (_, state) => {
		expect(state.properties.url).toMatch(/^\$\{FUNCTIONS_URL\}\/[a-z-]+$/);
		expect(state.properties).toMatchObject({ method: 'POST', add_twilio_auth: false, body: '' });
		expect(state.properties.content_type).toMatch(/^application\/x-www-form-urlencoded/);
	});

	test.each(ofType('send-to-flex'))(
		'%s takes its workflow and task channel from the deployment',
		(_, state) => {
			expect(state.properties.workflow).toMatch(/^\$\{[A-Z_]+\}$/);
			expect(state.properties.channel).toMatch(/^\$\{[A-Z_]+\}$/);
		},
	);

	test('Resume Conversation is spelled as the one place that knows says', () => {
		const resumes = ofType(RESUME_CONVERSATION.type);
		expect(resumes).toHaveLength(1);
		const [, resume] = resumes[0] ?? [];
		const { conversationSid, serviceSid, succeeded, failed } = RESUME_CONVERSATION;
		expect(Object.keys(resume?.properties ?? {}).sort()).toEqual(
			['offset', conversationSid, serviceSid].sort(),
		);
		expect(resume?.transitions.map(({ event }) => event)).toEqual([succeeded, failed]);
	});

	test.each(named)('%s has no broken Liquid', (_, { properties, transitions }) => {
		const render = createRenderer();
		const templates = strings([properties, transitions]);
		for (const template of templates) expect(() => render(template, {})).not.toThrow();
	});
});

test('both Send to Flex widgets make their tasks alike, but for what a call may have lost', () => {
	const { states } = flowDefinition.parse(template);
	const propertiesOf = (name: string) => states.find((state) => state.name === name)?.properties;
	const call = propertiesOf('send_call_to_flex');
	const conversation = propertiesOf('send_conversation_to_flex');
	expect(call?.priority).toBe(conversation?.priority);
	const lost = /\{% assign id = .*?handoffDataReceived.*?\{% endif %\}/;
	expect(call?.attributes).toMatch(lost);
	expect(String(call?.attributes).replace(lost, '')).toBe(conversation?.attributes);
});
