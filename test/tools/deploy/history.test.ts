/** Which releases an environment remembers, and in which order they are gone back to. */
import {
	addRelease,
	formatHistory,
	olderThan,
	type Release,
	readHistory,
} from '../../../tools/deploy/history';

const FLOW = 'FW1';
const release = (number: number, revision = number): Release => ({
	buildSid: `ZB${String(number).padStart(32, '0')}`,
	hash: `abc${number}`,
	revision,
	version: `1.${number}.0`,
});
const read = (text: string, flow = FLOW) =>
	readHistory({ HANDOFF_HISTORY: text, TWILIO_STUDIO_HANDOFF_FLOW_SID: FLOW }, flow);

test('releases are read from their variable as they were written', () => {
	const releases = [release(2), { ...release(1), hash: '', version: '' }];
	expect(read(formatHistory(releases))).toEqual(releases);
	expect(read('of another tool')).toEqual([]);
});

test('the revisions of another flow say nothing about this one', () => {
	expect(read(formatHistory([release(1)]), 'FW2')).toEqual([]);
});

test('a variable holds 450 bytes: the oldest are forgotten', () => {
	const releases = [9, 8, 7, 6, 5, 4, 3].map((each) => ({
		...release(each),
		hash: 'f'.repeat(16),
		version: '10.10.10-acme.10',
	}));
	const text = formatHistory(releases);
	expect(Buffer.byteLength(text)).toBeLessThanOrEqual(450);
	expect(read(text)).toEqual(releases.slice(0, 5));
	const long = releases.map((each) => ({ ...each, version: `1.0.0-${'x'.repeat(60)}` }));
	expect(read(formatHistory(long))).toEqual(long.slice(0, 3));
});

test('what ran before is remembered even when no deployment recorded it', () => {
	expect(addRelease([], release(1), release(2))).toEqual([release(2), release(1)]);
	expect(addRelease([release(1)], { ...release(1), revision: 2 }, release(3))).toEqual([
		release(3),
		{ ...release(1), revision: 2 },
		release(1),
	]);
});

test('a deployment after a rollback drops what was rolled back', () => {
	const releases = [release(3), release(2), release(1)];
	expect(addRelease(releases, release(1), release(4))).toEqual([release(4), release(1)]);
});

test('a release that is deployed again is in the history once', () => {
	expect(addRelease([release(2), release(1)], release(2), release(1))).toEqual([release(1), release(2)]);
});

test('repeated, a rollback goes further back, and never forward', () => {
	const releases = [release(3), release(2), release(1)];
	expect(olderThan(releases, release(3))).toEqual([release(2), release(1)]);
	expect(olderThan(releases, release(2))).toEqual([release(1)]);
	expect(olderThan(releases, release(1))).toEqual([]);
	// The flow alone was rolled back to revision 2.
	expect(olderThan(releases, release(3, 2))).toEqual([release(2), release(1)]);
});
