/**
 * The part of TaskRouter's expression language that most workflows use: `==`, `!=` and `IN`, joined only by AND or only by
 * OR. It is kept apart from the emulator's evaluator on purpose, so that a mistake in one shows in the tests.
 * @see https://www.twilio.com/docs/taskrouter/expression-syntax
 * @module
 */

const CONSTANT = String.raw`"[^"]*"|'[^']*'|-?\d+(?:\.\d+)?`;
const VALUE = String.raw`${CONSTANT}|[a-z_]\w*`;
const LIST = String.raw`\[\s*(?:(?:${CONSTANT})(?:\s*,\s*(?:${CONSTANT}))*)?\s*\]`;
const CONDITION = new RegExp(`^(?:task\\.)?(${VALUE})\\s*(==|!=|\\bIN\\b)\\s*(${VALUE}|${LIST})$`, 'i');

/**
 * @param attributes a task's; one that it does not have is `null`
 * @returns whether the task fits; `undefined` for an expression that uses more of the language
 * @example fits('channel == "VOICE" AND priority IN ["high", "urgent"]', { channel: 'VOICE' }) // false
 */
export function fits(expression: string, attributes: Readonly<Record<string, unknown>>): boolean | undefined {
	const joint = /\bAND\b/i.test(expression) ? /\bAND\b/i : /\bOR\b/i;
	// A joint inside a quoted text or parentheses, or a second kind of joint, leaves parts that are not conditions.
	const all = expression.split(joint).map((part) => holds(part, attributes));
	if (all.includes(undefined)) return undefined;
	return joint.test('AND') ? !all.includes(false) : all.includes(true);
}

function holds(part: string, attributes: Readonly<Record<string, unknown>>): boolean | undefined {
	const condition = part.trim().replace(/^\((.*)\)$/s, (_, inner: string) => inner.trim());
	const [, left, operator, right] = CONDITION.exec(condition) ?? [];
	if (left === undefined || operator === undefined || right === undefined) return undefined;
	const value = operand(left, attributes);
	const isList = right.startsWith('[');
	if (isList !== /IN/i.test(operator)) return undefined;
	if (!isList) return (value === operand(right, attributes)) === (operator === '==');
	const list = right.match(new RegExp(CONSTANT, 'g')) ?? [];
	return list.some((each) => operand(each, attributes) === value);
}

function operand(text: string, attributes: Readonly<Record<string, unknown>>): unknown {
	if (/^["']/.test(text)) return text.slice(1, -1);
	if (/^[-\d]/.test(text)) return Number(text);
	if (/^(true|false|null)$/i.test(text)) return JSON.parse(text.toLowerCase());
	return Object.hasOwn(attributes, text) ? attributes[text] : null;
}
