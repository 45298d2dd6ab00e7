/** Values that are made when they are first needed. */
import { lazy } from '../../../tools/account/lazy';

test('lazy makes a value once, when it is first needed', async () => {
	const make = jest.fn(async () => ({}));
	const thing = lazy(make);
	expect(make).not.toHaveBeenCalled();
	expect(await thing()).toBe(await thing());
	expect(make).toHaveBeenCalledTimes(1);
});

test('lazy returns a failure again, and turns a synchronous throw into a rejection', async () => {
	const make = jest.fn((): Promise<never> => {
		throw new Error('malformed');
	});
	const thing = lazy(make);
	await expect(thing()).rejects.toThrow('malformed');
	await expect(thing()).rejects.toThrow('malformed');
	expect(make).toHaveBeenCalledTimes(1);
});
