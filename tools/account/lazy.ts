/**
 * Makes a thing when it is first wanted, and once.
 * @module
 */

/** @returns what hands out the one that `make` makes; a failure is handed out again as well */
export function lazy<T>(make: () => Promise<T>): () => Promise<T> {
	let made: Promise<T> | undefined;
	return () => {
		// What `make` throws at once is a failure as any other.
		made ??= (async () => make())();
		return made;
	};
}
