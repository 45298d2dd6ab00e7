/**
 * Version, hash and stamp of a flow, and whether the live one was edited.
 * @module
 */
import { version } from '../../package.json';
import template from '../../studio/agent-handoff.json';
import { flowDefinition } from '../../studio/definition';
import { descriptionOf, hashOf, isDrifted, readStamp, stamp, versionOf } from '../../studio/version';
import { edited, rendered, rewire, widget } from '../support/flow-edits';

const flow = flowDefinition.parse(template);

describe('the version', () => {
	test.each([
		['AI-to-human handoff 1.0.0', '1.0.0'],
		['Our own handoff 12.34.56-beta.1', '12.34.56-beta.1'],
		['AI-to-human handoff 1.0.0 (sha256:0123456789ab, git f1ad99e)', '1.0.0'],
		['1.0.0', '1.0.0'],
	])('of "%s" is %s', (description, version) => {
		expect(versionOf({ description })).toBe(version);
	});

	test.each(['', 'AI-to-human handoff', 'handoff 1.0', 'handoff v1.0.0', '1.0.0 handoff', 'handoff 1.0.0.0'])(
		'is missing from "%s", and the error shows how to write one',
		(description) => {
			expect(() => versionOf({ description })).toThrow(/semantic version.*handoff 1\.0\.0/);
			expect(() => stamp({ ...flow, description }, 'f1ad99e')).toThrow(/semantic version/);
		},
	);
});

describe('the hash', () => {
	test('is twelve hexadecimal digits, equal for equal flows', () => {
		expect(hashOf(flow)).toMatch(/^[0-9a-f]{12}$/);
		expect(hashOf(structuredClone(flow))).toBe(hashOf(flow));
	});

	test('does not depend on the description, nor on the order of keys or widgets', () => {
		const states = flow.states.map(({ name, ...rest }) => ({ ...rest, name })).reverse();
		expect(hashOf({ states, flags: flow.flags, initial_state: flow.initial_state, description: '' })).toBe(
			hashOf(flow),
		);
	});

	test.each<[string, Parameters<typeof edited>[0]]>([
		['a text', (each) => Object.assign(widget(each, 'tell_customer').properties, { body: 'Sorry.' })],
		['a transition', (each) => rewire(each, 'tell_customer', 'failed')],
		[
			'a position on the canvas',
			(each) => Object.assign(widget(each, 'tell_customer').properties.offset, { x: 1 }),
		],
		['the order of transitions', (each) => widget(each, 'tell_customer').transitions.reverse()],
		['a key that our schema lacks', (each) => Object.assign(widget(each, 'tell_customer'), { notes: 'x' })],
		['a flag', (each) => Object.assign(each.flags, { allow_concurrent_calls: false })],
	])('depends on %s', (_, edit) => {
		expect(hashOf(edited(edit))).not.toBe(hashOf(flow));
	});
});

describe('the stamp', () => {
	test('is version, hash and git revision, in the description and in the commit message', () => {
		const { definition, commitMessage } = stamp(rendered(), 'f1ad99e');
		expect(definition.description).toBe(
			`AI-to-human handoff ${version} (sha256:${hashOf(rendered())}, git f1ad99e)`,
		);
		expect(commitMessage).toBe(definition.description);
		expect({ ...definition, description: '' }).toEqual({ ...rendered(), description: '' });
	});

	test('has no git revision without git', () => {
		expect(stamp(rendered(), undefined).commitMessage).toBe(
			`AI-to-human handoff ${version} (sha256:${hashOf(rendered())})`,
		);
	});

	test('replaces an earlier one', () => {
		const once = stamp(rendered(), 'f1ad99e').definition;
		expect(stamp(once, 'fedef87').commitMessage).toMatch(
			/^AI-to-human handoff [\d.]+ \(sha256:[0-9a-f]{12}, git fedef87\)$/,
		);
	});

	test.each(['f1ad99e', 'f1ad99e-dirty', undefined])(
		'of git revision %s can be read and removed',
		(gitRevision) => {
			const { definition, commitMessage } = stamp(rendered(), gitRevision);
			const read = {
				version,
				hash: hashOf(rendered()),
				...(gitRevision !== undefined && { gitRevision }),
			};
			expect(readStamp(definition.description)).toEqual(read);
			expect(readStamp(`rollback to revision 3: ${commitMessage}`)).toEqual(read);
			expect({ ...definition, description: descriptionOf(definition) }).toEqual(rendered());
		},
	);

	test.each([
		'',
		'AI-to-human handoff 1.0.0',
		'AI-to-human handoff 1.0.0 (sha256:0123)',
		'AI-to-human handoff 1.0.0 (sha256:0123456789ab) edited',
	])('is not found in "%s"', (text) => {
		expect(readStamp(text)).toBeUndefined();
		expect(descriptionOf({ description: text })).toBe(text);
	});
});

describe('drift', () => {
	const live = stamp(rendered(), 'f1ad99e').definition;

	test('a deployed flow has not drifted, in any order of its widgets', () => {
		expect(isDrifted(live)).toBe(false);
		expect(isDrifted({ ...live, states: live.states.toReversed() })).toBe(false);
	});

	test('a single changed transition or position is drift', () => {
		expect(isDrifted(edited((each) => rewire(each, 'tell_customer', 'failed'), live))).toBe(true);
		expect(
			isDrifted(edited((each) => Object.assign(widget(each, 'Trigger').properties.offset, { x: 1 }), live)),
		).toBe(true);
	});

	test('a flow without a stamp has drifted', () => {
		expect(isDrifted(rendered())).toBe(true);
		expect(isDrifted({ ...live, description: 'A New Flow' })).toBe(true);
	});
});
