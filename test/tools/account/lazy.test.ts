/** Things made when they are first wanted. */
import { lazy } from '../../../tools/account/lazy';

test('it is made once, when it is first wanted', async () => {
	const make = jest.fn(async () => ({}));
	const thing = lazy(make);
	expect(make).not.toHaveBeenCalled();
	expect(await thing()).toBe(await thing());
	expect(make).toHaveBeenCalledTimes(1);
});

test('a failure is handed out again, and what is thrown at once is a rejection too', async () => {
	const make = jest.fn((): Promise<never> => {
		throw new Error('malformed');
	});
	const thing = lazy(make);
	await expect(thing()).rejects.toThrow('malformed');
	await expect(thing()).rejects.toThrow('malformed');
	expect(make).toHaveBeenCalledTimes(1);
});
