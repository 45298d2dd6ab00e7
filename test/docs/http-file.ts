/**
 * Reads a file of the REST clients of VS Code and JetBrains, as far as docs/requests.http uses its format.
 * @module
 */

export interface HttpRequest {
	/** As in `POST /handoff`. */
	readonly key: string;
	/** Of its body; `undefined` without one. */
	readonly type: string | undefined;
	readonly params: Readonly<Record<string, unknown>>;
}

/** @param values replace the file's own variables */
export function parseHttpFile(text: string, values: Readonly<Record<string, string>>): HttpRequest[] {
	const [head = '', ...blocks] = text.split(/^### .*\n/m);
	const own = Object.fromEntries(
		[...head.matchAll(/^@(\w+) = (.*)$/gm)].map(([, name = '', value]) => [name, value]),
	);
	const all: Readonly<Record<string, string | undefined>> = { ...own, ...values };
	return blocks.map((block) => {
		const filled = block.replace(/\{\{(\w+)\}\}/g, (_, name) => {
			const value = all[name];
			if (value === undefined) throw new Error(`{{${name}}} is not set`);
			return value;
		});
		const [lines = '', ...rest] = filled.split('\n\n');
		const [method, target = ''] = lines.split(/\s/);
		const url = new URL(target);
		const type = /^Content-Type: (.*)$/m.exec(lines)?.[1];
		const body = rest.join('\n\n').trim();
		const form = () => Object.fromEntries(new URLSearchParams(type === undefined ? url.search : body));
		const params = type === 'application/json' ? JSON.parse(body) : form();
		return { key: `${method} ${url.pathname}`, type, params };
	});
}
