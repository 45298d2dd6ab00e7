/**
 * Makes a value when it is first needed, once.
 * @module
 */

/** @returns a function that calls `make` the first time, and then always returns that promise, rejected or not */
export function lazy<T>(make: () => Promise<T>): () => Promise<T> {
	let made: Promise<T> | undefined;
	return () => {
		// A synchronous throw becomes a rejection too.
		made ??= (async () => make())();
		return made;
	};
}
