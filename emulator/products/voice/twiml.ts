/**
 * Reads TwiML.
 * @module
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';

export interface Verb {
	readonly name: string;
	readonly attributes: Readonly<Record<string, string>>;
	/** The element's own text, without its children's. */
	readonly text: string;
	readonly children: readonly Verb[];
}

/** With `preserveOrder` the parser returns an element as `{ NAME: children, ':@': attributes }`, and text as `{ '#text' }`. */
const node = z.record(z.string(), z.unknown());
const nodes = z.array(node);
const attributes = z.record(z.string(), z.string());

const parser = new XMLParser({
	preserveOrder: true,
	ignoreAttributes: false,
	ignoreDeclaration: true,
	attributeNamePrefix: '',
	// A phone number must stay text, and a task's JSON may begin with a space.
	parseTagValue: false,
	parseAttributeValue: false,
	trimValues: false,
	// Numeric references such as &#10; too.
	htmlEntities: true,
});

/**
 * @returns the verbs of a `<Response>` in order.
 * @throws Error that says why it is not TwiML: XML that is not well-formed, or another root element.
 */
export function parseTwiml(xml: string): readonly Verb[] {
	const valid = XMLValidator.validate(xml.trim());
	if (valid !== true) throw new Error(`not well-formed XML: ${valid.err.msg} (line ${valid.err.line})`);
	const [response, ...others] = elements(parser.parse(xml.trim()));
	if (response?.name !== 'Response' || others.length > 0) {
		throw new Error(`the root element is <${response?.name ?? ''}>, not <Response>`);
	}
	return response.children;
}

function elements(parsed: unknown): Verb[] {
	return nodes.parse(parsed).flatMap((each) => {
		const name = Object.keys(each).find((key) => key !== ':@' && key !== '#text');
		if (name === undefined) return [];
		const content = nodes.parse(each[name]);
		return {
			name,
			attributes: attributes.parse(each[':@'] ?? {}),
			text: content.map((child) => child['#text'] ?? '').join(''),
			children: elements(content),
		};
	});
}
