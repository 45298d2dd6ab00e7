/**
 * The operators of TaskRouter's expressions, on values some of which may be unknown.
 * @see https://www.twilio.com/docs/taskrouter/expression-syntax
 * @module
 */

/** A value that only the app, or Twilio at run time, knows. */
export const UNKNOWN = Symbol('unknown');

/** `undefined`: unknown. */
export type Truth = boolean | undefined;

/** AND and OR of what may be unknown. */
export function join(joint: string | undefined, left: Truth, right: Truth): Truth {
	const decisive = joint === 'OR';
	if (left === decisive || right === decisive) return decisive;
	return left === undefined || right === undefined ? undefined : !decisive;
}

type Operator = (left: unknown, right: unknown) => Truth;

const isText = (value: unknown) => typeof value === 'string' || typeof value === 'number';
const isObject = (value: unknown) => typeof value === 'object' && value !== null;

/** "Using scalar operators on Arrays results in false. Using array operators on two scalar values also" (the page above). */
export const OPERATORS: Readonly<Record<string, Operator>> = {
	'==': scalar((left, right) => left === right),
	'!=': scalar((left, right) => left !== right),
	'<': ordered((order) => order < 0),
	'<=': ordered((order) => order <= 0),
	'>': ordered((order) => order > 0),
	'>=': ordered((order) => order >= 0),
	CONTAINS: scalar((left, right) => isText(left) && isText(right) && String(left).includes(String(right))),
	HAS: (left, right) => (left === UNKNOWN ? undefined : isIn(right, left)),
	IN: isIn,
	'NOT IN': (left, right) => {
		const isThere = isIn(left, right);
		return Array.isArray(right) && isThere !== undefined ? !isThere : isThere;
	},
};

function scalar(holds: (left: unknown, right: unknown) => boolean): Operator {
	return (left, right) => {
		if (isObject(left) || isObject(right)) return false;
		return left === UNKNOWN || right === UNKNOWN ? undefined : holds(left, right);
	};
}

function ordered(holds: (order: number) => boolean): Operator {
	return (left, right) => {
		if (isObject(left) || isObject(right) || left === null || right === null) return false;
		if (!isText(left) || !isText(right) || typeof left !== typeof right) return undefined;
		return holds(left < right ? -1 : left > right ? 1 : 0);
	};
}

function isIn(value: unknown, list: unknown): Truth {
	if (list === UNKNOWN) return undefined;
	if (!Array.isArray(list) || list.length === 0 || isObject(value)) return false;
	if (value !== UNKNOWN && list.includes(value)) return true;
	return value === UNKNOWN || list.includes(UNKNOWN) ? undefined : false;
}
