/**
 * Split Based On: follows the first transition whose condition is true.
 * @see https://www.twilio.com/docs/studio/widget-library/split-based-on
 * @module
 */
import { z } from 'zod';
import { holds } from '../../../core/unknowns';
import type { World } from '../../../core/world';
import { readProperties, template, type Widget } from '../runner/widget';

const properties = z.object({ input: template });

type Test = (subject: string, value: string) => boolean;

// Conditions ignore case and trim both sides (the page above). Those by date and time are not emulated.
const tests: Readonly<Record<string, Test>> = {
	equal_to: (subject, value) => subject === value,
	not_equal_to: (subject, value) => subject !== value,
	// A comma-separated list (github.com/twilio/ai, twilio-studio-flows).
	matches_any_of: (subject, value) => list(value).includes(subject),
	does_not_match_any_of: (subject, value) => !list(value).includes(subject),
	is_blank: (subject) => subject === '',
	is_not_blank: (subject) => subject !== '',
	// "Case-insensitive, whole string" (the same page). GUESS(split-whole-string): Twilio's own docs do not say so.
	regex: (subject, value) => new RegExp(`^(?:${value})$`, 'is').test(subject),
	contains: (subject, value) => subject.includes(value),
	does_not_contain: (subject, value) => !subject.includes(value),
	starts_with: (subject, value) => subject.startsWith(value),
	does_not_start_with: (subject, value) => !subject.startsWith(value),
	less_than: (subject, value) => Number(subject) < Number(value),
	greater_than: (subject, value) => Number(subject) > Number(value),
};

/**
 * GUESS(split-all-conditions): all conditions of a transition must be true. The Console writes one per transition.
 * @throws Error for a condition type that is not emulated or an invalid regular expression
 */
export const splitBasedOn: Widget = {
	run(state, run) {
		const { input } = readProperties(properties, state);
		for (const transition of state.transitions) {
			const { conditions } = transition;
			if (transition.event !== 'match' || !conditions) continue;
			const isTrue = ({ arguments: [subject], type, value }: (typeof conditions)[number]) => {
				const test = testOf(type, run.world);
				if (!test) throw new Error(`the condition type ${type} is not emulated`);
				// A regular expression keeps its case: \D and \d differ.
				const wanted = run.render(value).trim();
				return test(fold(run.render(subject ?? input)), type === 'regex' ? wanted : fold(wanted));
			};
			const all = holds(run.world, 'split-all-conditions');
			if (all ? conditions.every(isTrue) : conditions.some(isTrue)) {
				const note = conditions.map(({ friendly_name }) => friendly_name).join(', ');
				return { event: 'match', next: transition.next, note };
			}
		}
		return { event: 'noMatch', note: 'no condition is true' };
	},
};

function testOf(type: string, world: World): Test | undefined {
	if (type === 'regex' && !holds(world, 'split-whole-string'))
		return (subject, value) => new RegExp(value, 'is').test(subject);
	return tests[type];
}

function fold(text: string): string {
	return text.trim().toLowerCase();
}

function list(value: string): string[] {
	return value.split(',').map((item) => item.trim());
}
