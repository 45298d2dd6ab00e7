/**
 * TaskRouter's expression language, in which workflows choose tasks and queues choose workers.
 *
 * GUESS(expression-and-or): beyond the docs, AND binds more tightly than OR, as in SQL; `null` can be written out, and
 * is compared as any value is; values of two types are never equal; NOT is only part of NOT IN. A workflow with each
 * would settle it.
 * @see https://www.twilio.com/docs/taskrouter/expression-syntax
 * @module
 */

/** A malformed expression. */
export class ExpressionError extends Error {
	constructor(
		expression: string,
		/** Of the first character that does not fit, from 0. */
		readonly position: number,
		/** What could stand there. */
		readonly expected: string,
	) {
		const rest = expression.slice(position, position + 20);
		const found = rest === '' ? 'the end' : `"${rest}"`;
		super(`expected ${expected} and found ${found}, at character ${position + 1} of "${expression}"`);
		this.name = new.target.name;
	}
}

/**
 * Whether attributes fit an expression. A key they do not have is NULL. `task.` and `worker.` may stand in front of any
 * key; where an expression is about both, the attributes are `{ task, worker }`.
 * @example matches("department == 'billing' AND priority IN ['high', 'urgent']", { department: 'billing' }) // false
 * @param inOrder AND and OR bind alike, from left to right
 * @throws {ExpressionError} when the expression is malformed, whatever the attributes are
 */
export function matches(
	expression: string,
	attributes: Readonly<Record<string, unknown>>,
	inOrder = false,
): boolean {
	return new Reader(expression, attributes, inOrder).read();
}

/** Twilio: "Using scalar operators on Arrays results in false. Using array operators on two scalar values also". */
const OPERATORS: Readonly<Record<string, (left: unknown, right: unknown) => boolean>> = {
	'==': (left, right) => isScalar(left) && left === right,
	'!=': (left, right) => isScalar(left) && isScalar(right) && left !== right,
	'<': (left, right) => compare(left, right) < 0,
	'<=': (left, right) => compare(left, right) <= 0,
	'>': (left, right) => compare(left, right) > 0,
	'>=': (left, right) => compare(left, right) >= 0,
	CONTAINS: (left, right) => isText(left) && isText(right) && String(left).includes(String(right)),
	HAS: (left, right) => Array.isArray(left) && left.includes(right),
	IN: (left, right) => isScalar(left) && Array.isArray(right) && right.includes(left),
	'NOT IN': (left, right) => isScalar(left) && Array.isArray(right) && !right.includes(left),
};
const TOKEN = /\s*("[^"]*"|'[^']*'|-?\d+(?:\.\d+)?|[A-Za-z_]\w*|[=!<>]=|[<>()[\],.])/y;
const KEY = /^(?!(AND|OR|NOT|IN|HAS|CONTAINS)$)[A-Z_]/i;

/** Reads from left to right; both sides of AND and OR are read, even when one decides. */
class Reader {
	private position = 0;

	constructor(
		private readonly expression: string,
		private readonly attributes: Readonly<Record<string, unknown>>,
		private readonly inOrder: boolean,
	) {}

	read(): boolean {
		const result = this.alternatives();
		if (this.expression.slice(this.position).trim() !== '') this.fail('AND, OR or the end');
		return result;
	}

	private alternatives(): boolean {
		let result = this.conditions();
		for (;;) {
			if (this.take(/^OR$/i)) result = this.conditions() || result;
			else if (this.inOrder && this.take(/^AND$/i)) result = this.condition() && result;
			else return result;
		}
	}

	private conditions(): boolean {
		let result = this.condition();
		while (!this.inOrder && this.take(/^AND$/i)) result = this.condition() && result;
		return result;
	}

	private condition(): boolean {
		if (this.take(/^\($/)) return this.closed(this.alternatives(), /^\)$/, 'AND, OR or )');
		const left = this.value();
		const not = this.take(/^NOT$/i) && 'NOT ';
		const name = (not ?? '') + (this.take(not ? /^IN$/i : /^([=!<>]=|[<>]|CONTAINS|HAS|IN)$/i) ?? '');
		const operator =
			OPERATORS[name.toUpperCase()] ?? this.fail(not ? 'IN' : 'a comparison such as == or HAS');
		return operator(left, this.value());
	}

	private value(): unknown {
		if (this.take(/^\[$/)) return this.list();
		const constant = this.take(/^(["'\d-]|(true|false|null)$)/i);
		if (constant === undefined) return this.reference();
		if (/^["']/.test(constant)) return constant.slice(1, -1);
		return /\d$/.test(constant) ? Number(constant) : JSON.parse(constant.toLowerCase());
	}

	private list(): unknown[] {
		const values: unknown[] = [];
		if (this.take(/^\]$/)) return values;
		do values.push(this.value());
		while (this.take(/^,$/));
		return this.closed(values, /^\]$/, ', or ]');
	}

	/** Such as `object.array[2]`. */
	private reference(): unknown {
		const first = this.take(KEY) ?? this.fail('a key or a constant');
		const isPrefix = /^(task|worker)$/.test(first) && !Object.hasOwn(this.attributes, first);
		let value: unknown = isPrefix ? this.attributes : member(this.attributes, first);
		for (;;) {
			if (this.take(/^\.$/)) value = member(value, this.take(/^[A-Z_]/i) ?? this.fail('a key'));
			else if (this.take(/^\[$/)) {
				const index = this.take(/^\d+$/) ?? this.fail('an index');
				value = this.closed(member(value, index), /^\]$/, ']');
			} else return value;
		}
	}

	private closed<T>(value: T, bracket: RegExp, expected: string): T {
		return this.take(bracket) ? value : this.fail(expected);
	}

	/** The next token, if it fits. */
	private take(pattern: RegExp): string | undefined {
		TOKEN.lastIndex = this.position;
		const token = TOKEN.exec(this.expression)?.[1];
		if (token === undefined || !pattern.test(token)) return undefined;
		this.position = TOKEN.lastIndex;
		return token;
	}

	private fail(expected: string): never {
		const blanks = this.expression.slice(this.position).search(/\S|$/);
		throw new ExpressionError(this.expression, this.position + blanks, expected);
	}
}

function member(value: unknown, key: string): unknown {
	if (isScalar(value) || (Array.isArray(value) && key === 'length')) return null;
	return Object.getOwnPropertyDescriptor(value, key)?.value ?? null;
}

const isScalar = (value: unknown) => typeof value !== 'object' || value === null;
const isText = (value: unknown): value is string | number => /^(string|number)$/.test(typeof value);

/** Below, at or above 0; NaN, of which no comparison holds, when the two have no order. */
function compare(left: unknown, right: unknown): number {
	if (!isText(left) || !isText(right) || typeof left !== typeof right) return Number.NaN;
	return left < right ? -1 : left > right ? 1 : 0;
}
