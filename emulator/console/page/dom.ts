/**
 * Small helpers over the DOM. Text is always set as text: nothing here parses what customers write.
 * @module
 */

/** @throws Error when the page has no such element */
export function byId<T extends Element>(id: string, type: new () => T): T {
	const found = document.getElementById(id);
	if (!(found instanceof type)) throw new Error(`#${id} is not on the page`);
	return found;
}

/** @example element('li', { className: 'customer' }, 'Hello') */
export function element<Name extends keyof HTMLElementTagNameMap>(
	name: Name,
	properties: Partial<HTMLElementTagNameMap[Name]> = {},
	...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
	const made = Object.assign(document.createElement(name), properties);
	made.append(...children);
	return made;
}

const shown = new WeakMap<Element, string>();

/** Fills an element again only when what it shows has changed, so that the focus and open details stay. */
export function fill(into: Element, value: unknown, make: () => Node[]): boolean {
	const key = JSON.stringify(value) ?? '';
	if (shown.get(into) === key) return false;
	shown.set(into, key);
	into.replaceChildren(...make());
	return true;
}

export function clock(at: number): string {
	return new Date(at).toLocaleTimeString([], { hour12: false });
}

/** @example seconds(1753) // '1.8 s' */
export function seconds(ms: number): string {
	return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}
