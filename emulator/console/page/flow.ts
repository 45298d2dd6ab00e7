/**
 * The flow's picture, with the path that a customer took.
 * @module
 */
import type { Customer } from '../state';
import { byId } from './dom';

let picture: SVGSVGElement | undefined;
let shown = '';
/** The trigger is in the middle, above both halves: it is left out. */
const TOP = 44;

export async function loadFlow(): Promise<void> {
	const text = await (await fetch('/flow.svg')).text();
	const { documentElement } = new DOMParser().parseFromString(text, 'image/svg+xml');
	const drawn = document.importNode(documentElement, true);
	if (!(drawn instanceof SVGSVGElement)) return;
	picture = drawn;
	byId('flow', HTMLDivElement).replaceChildren(drawn);
}

/** Lights the path, and shows the half of the picture that it is in: calls on the left, conversations on the right. */
export function showPath(customer: Customer | undefined): void {
	const path = customer?.path ?? [];
	const key = JSON.stringify([customer?.channel === 'VOICE', path]);
	if (!picture || key === shown) return;
	shown = key;
	const { width, height } = picture.viewBox.baseVal.width ? whole(picture) : { width: 0, height: 0 };
	const isCall = customer?.channel === 'VOICE';
	picture.setAttribute('viewBox', `${isCall ? 0 : width / 2} ${TOP} ${width / 2} ${height - TOP}`);
	picture.removeAttribute('width');
	picture.removeAttribute('height');
	picture.classList.toggle('has-path', path.length > 0);
	for (const each of picture.querySelectorAll('[data-widget]')) {
		each.classList.toggle('lit', path.includes(each.getAttribute('data-widget') ?? ''));
	}
	for (const arrow of picture.querySelectorAll('[data-from]')) {
		const from = path.indexOf(arrow.getAttribute('data-from') ?? '');
		const isNext = path[from + 1] === arrow.getAttribute('data-to');
		arrow.classList.toggle('lit', from !== -1 && isNext);
	}
	const widgets = path.filter((name) => name !== 'Ended' && name !== 'Trigger');
	byId('path', HTMLParagraphElement).textContent =
		widgets.length === 0 ? 'The flow has not run for this customer.' : `Path: ${widgets.join(' → ')}`;
	const lit = widgets.flatMap((name) => picture?.querySelector(`[data-widget="${CSS.escape(name)}"]`) ?? []);
	bringIntoView(lit);
}

/** Shows the whole path if there is room, else its end. */
function bringIntoView(lit: readonly Element[]): void {
	const [first, last] = [lit[0], lit.at(-1)];
	const box = byId('flow', HTMLDivElement);
	if (!first || !last) {
		box.scrollTop = 0;
		return;
	}
	const top = box.getBoundingClientRect().top - box.scrollTop;
	const [from, to] = [
		first.getBoundingClientRect().top - top - 24,
		last.getBoundingClientRect().bottom - top + 24,
	];
	box.scrollTop = Math.max(from, to - box.clientHeight);
	if (to - from <= box.clientHeight) box.scrollTop = from;
}

/** The size before it was cut in half. */
function whole(svg: SVGSVGElement): { width: number; height: number } {
	const ground = svg.querySelector('rect');
	return {
		width: Number(ground?.getAttribute('width')),
		height: Number(ground?.getAttribute('height')),
	};
}
