/**
 * TaskRouter's expressions, by which workflows and their targets choose. It is kept apart from the emulator's evaluator on
 * purpose, so that a mistake in one shows in the tests, and it returns "unknown" where Twilio's page is silent: about
 * AND and OR without parentheses, when the two readings differ, and about the order of values of two types.
 * @see https://www.twilio.com/docs/taskrouter/expression-syntax
 * @module
 */
import { isRecord } from '../../../src/json';
import { join, OPERATORS, type Truth, UNKNOWN } from './operators';

/** Looks a key such as `worker.routing.skills` up; `null` for one that is not there. */
type Lookup = (path: readonly string[]) => unknown;
type Attributes = Readonly<Record<string, unknown>>;

/**
 * @param lookUp finds the values of keys, as `ofTask` and `ofTarget` do
 * @returns whether the expression holds; `undefined` when that is unknown, or it is malformed
 * @example fits("channel == 'VOICE' AND skills HAS 'billing'", ofTask({ channel: 'VOICE', skills: [] })) // false
 */
export function fits(expression: string, lookUp: Lookup): Truth {
	const tokens = tokensOf(expression);
	if (!tokens) return undefined;
	try {
		return new Reader(tokens, lookUp).read();
	} catch (error) {
		if (error instanceof Malformed) return undefined;
		throw error;
	}
}

/** Keys of an expression about a task; one that it does not have is `null`. */
export function ofTask(task: Attributes): Lookup {
	return ([first = '', ...rest]) =>
		first === 'task' && rest.length > 0 ? valueAt(task, rest) : valueAt(task, [first, ...rest]);
}

/**
 * Keys of a target's expression, about a worker and a task. What the task lacks here may be the app's own attribute.
 *
 * GUESS(target-key-of-worker): a key without `task.` or `worker.` is the worker's. A target with one on a live account
 * would verify it.
 * @see https://www.twilio.com/docs/taskrouter/workflow-configuration
 */
export function ofTarget(task: Attributes, worker: Attributes): Lookup {
	return ([first = '', ...rest]) => {
		if (first === 'worker' && rest.length > 0) return valueAt(worker, rest);
		if (first !== 'task' || rest.length === 0) return valueAt(worker, [first, ...rest]);
		return Object.hasOwn(task, rest[0] ?? '') ? valueAt(task, rest) : UNKNOWN;
	};
}

function valueAt(whole: unknown, path: readonly string[]): unknown {
	return path.reduce<unknown>((value, key) => {
		if (Array.isArray(value)) return /^\d+$/.test(key) ? (value[Number(key)] ?? null) : null;
		return isRecord(value) && Object.hasOwn(value, key) ? value[key] : null;
	}, whole);
}

class Malformed extends Error {}

const TOKEN = /"[^"]*"|'[^']*'|-?\d+(?:\.\d+)?(?!\w)|[A-Za-z_]\w*|[=!<>]=|[<>()[\],.]/y;

/** @returns `undefined` when there is more than tokens and blanks */
function tokensOf(text: string): readonly string[] | undefined {
	const tokens: string[] = [];
	for (let at = 0; at < text.length; ) {
		TOKEN.lastIndex = at;
		const [token] = TOKEN.exec(text) ?? [];
		if (token !== undefined) tokens.push(token);
		else if (!/\s/.test(text.charAt(at))) return undefined;
		at += token?.length ?? 1;
	}
	return tokens;
}

const isWord = (token: string | undefined, ...words: string[]) => words.includes(token?.toUpperCase() ?? '');

class Reader {
	private at = 0;

	constructor(
		private readonly tokens: readonly string[],
		private readonly lookUp: Lookup,
	) {}

	read(): Truth {
		const truth = this.level();
		if (this.at < this.tokens.length) throw new Malformed();
		return truth;
	}

	/** Conditions with AND and OR between them. */
	private level(): Truth {
		const truths = [this.condition()];
		const joints: string[] = [];
		while (isWord(this.next, 'AND', 'OR')) {
			joints.push(this.take().toUpperCase());
			truths.push(this.condition());
		}
		const inOrder = truths
			.slice(1)
			.reduce((left, right, index) => join(joints[index], left, right), truths[0]);
		// GUESS(expression-and-or): Twilio reads in order, or AND first. Only where both agree the result is known.
		const groups: Truth[] = [truths[0]];
		for (const [index, joint] of joints.entries()) {
			const right = truths[index + 1];
			if (joint === 'AND') groups.push(join(joint, groups.pop(), right));
			else groups.push(right);
		}
		const andFirst = groups.reduce((left, right) => join('OR', left, right));
		return inOrder === andFirst ? inOrder : undefined;
	}

	private condition(): Truth {
		if (this.next === '(') {
			this.take();
			const truth = this.level();
			this.expect(')');
			return truth;
		}
		const left = this.value();
		const not = isWord(this.next, 'NOT') ? `${this.take().toUpperCase()} ` : '';
		const operator = OPERATORS[not + this.take().toUpperCase()];
		if (!operator) throw new Malformed();
		return operator(left, this.value());
	}

	private value(): unknown {
		const token = this.take();
		if (/^["']/.test(token)) return token.slice(1, -1);
		if (/^[-\d]/.test(token)) return Number(token);
		if (token === '[') return this.list();
		if (isWord(token, 'TRUE', 'FALSE', 'NULL')) return JSON.parse(token.toLowerCase());
		if (!/^[a-z_]/i.test(token) || isWord(token, 'AND', 'OR', 'NOT', 'IN', 'HAS', 'CONTAINS'))
			throw new Malformed();
		return this.lookUp([token, ...this.path()]);
	}

	/** Such as `.levels.billing` or `[2]`. */
	private path(): string[] {
		const path: string[] = [];
		while (this.next === '.' || this.next === '[') {
			const isIndex = this.take() === '[';
			const key = this.take();
			if (!(isIndex ? /^\d+$/ : /^[a-z_]/i).test(key)) throw new Malformed();
			if (isIndex) this.expect(']');
			path.push(key);
		}
		return path;
	}

	private list(): unknown[] {
		const values: unknown[] = [];
		if (this.next !== ']') {
			values.push(this.value());
			while (this.next === ',') {
				this.take();
				values.push(this.value());
			}
		}
		this.expect(']');
		return values;
	}

	private get next(): string | undefined {
		return this.tokens[this.at];
	}

	private take(): string {
		const token = this.tokens[this.at++];
		if (token === undefined) throw new Malformed();
		return token;
	}

	private expect(token: string): void {
		if (this.take() !== token) throw new Malformed();
	}
}
