/**
 * Carries out a TwiML document.
 * @module
 */
import type { Call, World } from '../../core/world';
import { dial } from './dial';
import { enqueue } from './enqueue';
import { spoke } from './spoken';
import type { Verb } from './twiml';
import { queueFields, type Target, toAction, toMethod } from './twiml-request';

/** TwiML that is there already. */
export interface Document {
	readonly verbs: readonly Verb[];
	/** What its relative URLs refer to. */
	readonly base: URL;
}

/** What verbs do to a call beside what they note on it. */
export interface Line {
	/** The call waits, in a queue or for a number it dialed; `action` is requested when it leaves. */
	wait(action: Target | undefined): void;
	/** The call talks to the virtual agent. */
	connect(relay: Verb, verb: Verb, base: URL): Promise<void>;
	end(): void;
}

/** @returns where the next document is, or nothing when the call has ended or waits */
export async function perform(
	world: World,
	call: Call,
	{ verbs, base }: Document,
	line: Line,
): Promise<Target | undefined> {
	for (const verb of verbs) {
		switch (verb.name) {
			case 'Say':
				call.events.push(`Say "${verb.text}"`);
				spoke(call, 'twilio', verb.text);
				break;
			case 'Play':
				call.events.push(`Play ${verb.text}`);
				break;
			case 'Pause':
				break;
			case 'Redirect':
				return { url: new URL(verb.text.trim(), base), method: toMethod(verb), fields: {} };
			case 'Enqueue': {
				const queued = enqueue(world, call, verb);
				const action = toAction(verb, base, queueFields(queued));
				if (queued) return void line.wait(action);
				if (action) return action;
				break;
			}
			case 'Dial': {
				const dialed = dial(world, call, verb);
				const action = toAction(verb, base, { DialCallStatus: dialed ? 'completed' : 'failed' });
				if (dialed) return void line.wait(action);
				if (action) return action;
				break;
			}
			case 'Connect': {
				const relay = verb.children.find(({ name }) => name === 'ConversationRelay');
				if (relay) return void (await line.connect(relay, verb, base));
				call.events.push('<Connect> without <ConversationRelay> is not emulated');
				break;
			}
			case 'Hangup':
				return void line.end();
			default:
				call.events.push(`<${verb.name}> is not emulated`);
		}
	}
	line.end();
	return undefined;
}
