/**
 * What the scripted virtual agent says.
 * @module
 */

const PERSON = /\b(person|human|agent|someone|representative|operator|people|talk to a|speak to a)\b/i;

const REPLIES: readonly (readonly [RegExp, string])[] = [
	[/\b(hi|hello|hey)\b/i, 'Hello! Ask me about an order, a refund or opening hours, or ask for a person.'],
	[/\b(order|parcel|deliver)/i, 'Your order is on its way and should arrive tomorrow. Anything else?'],
	[
		/\b(refund|money|charged|bill)/i,
		"I can see the charge, but I can't refund it. A human agent can. Would you like me to transfer you?",
	],
	[/\b(hours?|open|close)/i, 'We are open from 9 to 5, Monday to Friday.'],
	[/\b(thanks?|bye)\b/i, 'You are welcome.'],
];

/** Whether the customer asks for a person. */
export function wantsPerson(text: string): boolean {
	return PERSON.test(text);
}

export function replyTo(text: string): string {
	const found = REPLIES.find(([pattern]) => pattern.test(text));
	return (
		found?.[1] ?? "I'm only a script and didn't understand that. Ask for a human agent and I'll transfer you."
	);
}

/** The attributes of a handoff, as an application and its LLM would choose them. */
export function attributesFor(text: string): Record<string, string> {
	return { department: 'support', reason: `The customer said: ${text.slice(0, 500)}` };
}
