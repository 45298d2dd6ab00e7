/**
 * The timeline. A request can be opened: its body, and the response.
 * @module
 */
import type { Step } from '../state';
import { byId, clock, element } from './dom';

interface Exchange {
	readonly method: string;
	readonly url: string;
	readonly request: string;
	readonly status?: number;
	readonly response: string;
}

/** The lines that are on the page, by what they are about, so that an open one stays open. */
const lines = new Map<string, { line: HTMLLIElement; text: string }>();

export function showSteps(steps: readonly Step[]): void {
	const list = byId('steps', HTMLOListElement);
	const atEnd = list.scrollTop + list.clientHeight >= list.scrollHeight - 40;
	const wanted = steps.map((step, index) => {
		const key =
			step.request === undefined ? `${step.at} ${step.what} ${repeats(steps, index)}` : `#${step.request}`;
		const known = lines.get(key);
		if (known?.text === step.what) return known.line;
		const line = known?.line ?? element('li');
		const isOpen = line.querySelector('details')?.open ?? false;
		line.replaceChildren(...parts(step, isOpen));
		line.className = step.failed ? 'failed' : '';
		lines.set(key, { line, text: step.what });
		return line;
	});
	const isSame =
		wanted.length === list.children.length && wanted.every((line, index) => list.children[index] === line);
	if (isSame) return;
	list.replaceChildren(...wanted);
	if (atEnd) list.scrollTop = list.scrollHeight;
}

/** How often the same line came before. */
function repeats(steps: readonly Step[], index: number): number {
	const step = steps[index];
	return steps.slice(0, index).filter(({ at, what }) => at === step?.at && what === step.what).length;
}

function parts({ at, who, what, request }: Step, isOpen: boolean): Node[] {
	const head = [element('time', {}, clock(at)), ' ', element('b', {}, who), ` ${what}`];
	if (request === undefined) return [element('span', {}, ...head)];
	const details = element('details', { open: isOpen }, element('summary', {}, ...head));
	const load = async () => {
		if (!details.open || details.children.length > 1) return;
		const exchange: Exchange = await (await fetch(`/requests/${request}`)).json();
		details.append(
			element('p', {}, `${exchange.method} ${exchange.url}`),
			element('pre', { tabIndex: 0 }, readable(exchange.request) || '(no body)'),
			element('p', {}, `${exchange.status ?? 'no response'}`),
			element('pre', { tabIndex: 0 }, readable(exchange.response) || '(no body)'),
		);
	};
	details.ontoggle = load;
	return [details];
}

/** JSON indented, a form a line each. */
function readable(text: string): string {
	try {
		return JSON.stringify(JSON.parse(text), undefined, 2);
	} catch {
		return /^[\w.%]+=/.test(text)
			? [...new URLSearchParams(text)].map((pair) => pair.join(' = ')).join('\n')
			: text;
	}
}
