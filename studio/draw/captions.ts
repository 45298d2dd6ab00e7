/**
 * The words in a flow's picture: the names of widgets and transitions.
 * @module
 */
import type { FlowState, FlowTransition } from '../definition';

/** What Twilio's Console calls the types of widgets. */
const KINDS: Readonly<Record<string, string>> = {
	trigger: 'Trigger',
	'connect-call-to': 'Connect Call To',
	'make-http-request': 'HTTP Request',
	'resume-conversation': 'Resume Conversation',
	'say-play': 'Say/Play',
	'send-message': 'Send Message',
	'send-to-flex': 'Send to Flex',
	'set-variables': 'Set Variables',
	'split-based-on': 'Split',
};
const WORDS: Readonly<Record<string, string>> = { sid: 'SID', sids: 'SIDs', flex: 'Flex' };
const EVENTS: Readonly<Record<string, string>> = { incomingRequest: 'REST API', noMatch: 'no match' };

/** The kind of a widget, in Twilio's own words. */
export function kindOf({ type }: Pick<FlowState, 'type'>): string {
	return KINDS[type] ?? type;
}

/**
 * A widget's name as a sentence.
 * @example titleOf({ name: 'fetch_conversation_sid' }) // 'Fetch conversation SID'
 */
export function titleOf({ name }: Pick<FlowState, 'name'>): string {
	const words = name.split('_').map((word) => WORDS[word] ?? word);
	return words.join(' ').replace(/^[a-z]/, (first) => first.toUpperCase());
}

/**
 * Why the flow goes from one widget to another.
 * @param transitions those between the two widgets
 * @param all of the first widget
 * @returns an empty text when all transitions lead there
 * @example captionOf([{ event: 'failedToEnqueue', next: 'sorry' }], all) // 'failed to enqueue'
 */
export function captionOf(transitions: readonly FlowTransition[], all: readonly FlowTransition[]): string {
	const happens = all.filter(({ next }) => next !== undefined || all.length > 1);
	if (transitions.length === happens.length && all.every(({ event }) => event !== 'match')) return '';
	return transitions.map(nameOf).join(' or ');
}

function nameOf({ event, conditions }: FlowTransition): string {
	if (conditions?.[0]) {
		// An abbreviation stays as it is.
		return conditions[0].friendly_name.replace(/^[A-Z](?=[a-z ])/, (first) => first.toLowerCase());
	}
	return EVENTS[event] ?? event.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** Breaks a text into lines of at most so many characters, between words. */
export function wrap(text: string, characters: number): string[] {
	const lines: string[] = [];
	for (const word of text.split(' ').filter(Boolean)) {
		const last = lines.at(-1);
		if (last !== undefined && last.length + 1 + word.length <= characters)
			lines.push(`${lines.pop()} ${word}`);
		else lines.push(word);
	}
	return lines;
}
