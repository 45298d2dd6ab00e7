/**
 * The answer to a call, read back as Twilio would.
 * @module
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { answerCallback, type CallbackAnswer } from '../../../src/handoff/voice';
import type { Settings } from '../../../src/settings';
import { textFor } from '../../../src/texts';
import { settings } from '../../support/fixtures';

const parser = new XMLParser({
	ignoreAttributes: false,
	attributeNamePrefix: '@',
	parseTagValue: false,
	trimValues: false,
});

/** Everything outside the `Char` production of XML 1.0. */
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** The answer, its TwiML parsed; fails unless it is well-formed. */
export async function answer(params: object, some: Settings = settings) {
	const request = { params: { ...params }, settings: some, path: '/handoff' };
	const greeting = async () => textFor(some, 'HANDOFF_CALL_GREETING');
	const result: CallbackAnswer = await answerCallback(request, greeting);
	expect(XMLValidator.validate(result.twiml)).toBe(true);
	expect(result.twiml).not.toMatch(NOT_XML);
	expect(result.twiml).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?><Response>.*<\/Response>$/s);
	const document: unknown = parser.parse(result.twiml);
	const response: unknown = Reflect.get(Object(document), 'Response');
	return { ...result, response };
}

/** The attributes of the task a call was enqueued with. */
export function taskOf(response: unknown): unknown {
	const enqueue: unknown = Reflect.get(Object(response), 'Enqueue');
	const task: unknown = Reflect.get(Object(enqueue), 'Task');
	return JSON.parse(String(Reflect.get(Object(task), '#text')));
}

export const hungUp = { Hangup: '' };
export const apology = { Say: textFor({}, 'HANDOFF_CALL_APOLOGY'), Hangup: '' };
