/**
 * What a handoff is compared with: the requests alone, and the way of Twilio's guide.
 * @module
 */
import twilio, { type Twilio } from 'twilio';

type Texts = Readonly<Record<string, string>>;
type Params = Readonly<Record<string, unknown>>;

let kept: Twilio | undefined;

/** The lookups side by side, then Studio, by one client of the SDK that keeps its connections; nothing is checked. */
export async function runBare(settings: Texts, params: Params): Promise<void> {
	kept ??= client(settings);
	const { conversationId, execution } = read(params);
	const { v2 } = kept.conversations;
	await Promise.all([v2.participants(conversationId).list(), v2.conversations(conversationId).fetch()]);
	await kept.studio.v2.flows(flowOf(settings)).executions.create(execution);
}

/**
 * TAC starts the flow, and the flow makes the two lookups, one after the other. Each request opens a connection: TAC's does.
 *
 * GUESS(studio-connections): whether Studio's HTTP Request widget keeps connections is not documented. Logs of the
 * server that two of them ask, with the port they come from, would settle it.
 */
export async function runGuide(settings: Texts, params: Params): Promise<void> {
	const { conversationId, execution } = read(params);
	await client(settings).studio.v2.flows(flowOf(settings)).executions.create(execution);
	await client(settings).conversations.v2.participants(conversationId).list();
	await client(settings).conversations.v2.conversations(conversationId).fetch();
}

function client({ ACCOUNT_SID, AUTH_TOKEN }: Texts): Twilio {
	return twilio(ACCOUNT_SID, AUTH_TOKEN);
}

function flowOf({ TWILIO_STUDIO_HANDOFF_FLOW_SID = '' }: Texts): string {
	return TWILIO_STUDIO_HANDOFF_FLOW_SID;
}

function read({ To, From, Parameters }: Params) {
	const parameters: { HandoffData: { conversationId: string } } = JSON.parse(String(Parameters));
	return {
		conversationId: parameters.HandoffData.conversationId,
		execution: { to: String(To), from: String(From), parameters },
	};
}
