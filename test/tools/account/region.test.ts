import { otherRegion } from '../../../tools/account/region';

test.each(['', ' ', 'us1', 'US1'])('TWILIO_REGION "%s" is the home region', (TWILIO_REGION) => {
	expect(otherRegion({ TWILIO_REGION })).toBeUndefined();
});

test('without TWILIO_REGION it is the home region', () => {
	expect(otherRegion({})).toBeUndefined();
});

test('another region is returned in lower case', () => {
	expect(otherRegion({ TWILIO_REGION: 'IE1' })).toBe('ie1');
});

test('a value that is not a region is not shown, since it may be a secret', () => {
	const secret = 'a0c346ee3825461b70780c9046414f1a';
	expect(otherRegion({ TWILIO_REGION: secret })).toEqual(expect.not.stringContaining(secret));
});
