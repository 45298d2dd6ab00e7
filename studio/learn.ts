/**
 * Learns the definition of Resume Conversation from a flow made from Twilio's own "Agent Handoff" template.
 * @module
 */
import { z } from 'zod';
import type { FlowDefinition } from './definition';
import { FlowError } from './errors';
import type { ResumeConversationSpelling } from './resume-conversation';
import { readStamp } from './version';
import { WIDGET_TYPES } from './widget-types';

/** The spelling, the widget it was found in, and that widget's other properties. */
interface LearnedWidget extends ResumeConversationSpelling {
	readonly name: string;
	/** Its other properties that any flow can use; those with Liquid in them belong to the flow they were in. */
	readonly extra: Readonly<Record<string, unknown>>;
}

/** Only what is needed here: Twilio's template may have keys that our own schema lacks. */
const anyFlow = z.object({
	description: z.nullish(z.string()),
	states: z.array(
		z.object({
			name: z.string(),
			type: z.string(),
			properties: z.record(z.string(), z.unknown()),
			transitions: z.array(z.object({ event: z.string() })),
		}),
	),
});
type AnyWidget = z.infer<typeof anyFlow>['states'][number];

/**
 * Finds the widget by its features: a type that isn't well known, properties for the Conversation SID and the Service SID,
 * and an event for its failure.
 * @param definition of a flow made from the Console's "Twilio Agent Connect - Agent Handoff" template
 * @throws {FlowError} listing what was found, unless that is exactly one such widget
 */
export function learnResumeConversation(definition: unknown): LearnedWidget {
	const parsed = anyFlow.safeParse(definition);
	if (!parsed.success) throw new FlowError('Not a flow definition: it has no list of widgets in "states".');
	if (readStamp(parsed.data.description)) {
		throw new FlowError(
			'This project deployed this flow, so it has the definition from this folder. Use a flow created from Twilio’s template.',
		);
	}
	const likely = parsed.data.states.filter(({ type }) => !WIDGET_TYPES.has(type) || /resume/i.test(type));
	const found = likely.flatMap((widget) => {
		const sids = sidProperties(widget);
		return sids ? [{ widget, ...sids }] : [];
	});
	const [only, ...others] = found;
	if (!only || others.length > 0) {
		const candidates = found.length > 0 ? found.map(({ widget }) => widget) : likely;
		const list =
			candidates.map(describe).join('; ') || `well-known types only (${parsed.data.states.length} widgets)`;
		const count = found.length === 0 ? 'No widget looks' : `${found.length} widgets look`;
		throw new FlowError(
			`${count} like Resume Conversation. Found: ${list}. Use an unedited flow created from the Console's template "Twilio Agent Connect - Agent Handoff".`,
		);
	}
	const { widget, conversationSid, serviceSid } = only;
	const events = [...new Set(widget.transitions.map(({ event }) => event))];
	const [failed, ...moreFailed] = events.filter((event) => /fail/i.test(event));
	const [succeeded, ...moreSucceeded] = events.filter((event) => !/fail/i.test(event));
	if (failed === undefined || succeeded === undefined || moreFailed.length + moreSucceeded.length > 0) {
		throw new FlowError(
			`Can’t determine the success and failure events of ${describe(widget)}. Found: ${events.join(', ') || 'none'}.`,
		);
	}
	const extra = Object.fromEntries(
		Object.entries(widget.properties).filter(
			([key, value]) =>
				!['offset', conversationSid, serviceSid].includes(key) && !/\{[{%]/.test(JSON.stringify(value)),
		),
	);
	return { name: widget.name, type: widget.type, conversationSid, serviceSid, succeeded, failed, extra };
}

/**
 * Changes how the flow spells its Resume Conversation widget. The values stay.
 * @param to a spelling, or what `learnResumeConversation` found
 */
export function respell(
	definition: FlowDefinition,
	from: ResumeConversationSpelling,
	to: ResumeConversationSpelling & Partial<Pick<LearnedWidget, 'extra'>>,
): FlowDefinition {
	const properties = new Map([
		[from.conversationSid, to.conversationSid],
		[from.serviceSid, to.serviceSid],
	]);
	const events = new Map([
		[from.succeeded, to.succeeded],
		[from.failed, to.failed],
	]);
	const states = definition.states.map((state) => {
		if (state.type !== from.type) return state;
		const { offset, ...rest } = state.properties;
		const renamed = Object.entries(rest).map(([key, value]) => [properties.get(key) ?? key, value]);
		return {
			...state,
			type: to.type,
			properties: { ...to.extra, ...Object.fromEntries(renamed), offset },
			transitions: state.transitions.map((transition) => ({
				...transition,
				event: events.get(transition.event) ?? transition.event,
			})),
		};
	});
	return { ...definition, states };
}

/**
 * Which property takes which SID: decided by the properties' names, or else by the variables in them.
 * @example sidProperties({ properties: { channel: '{{…conversationSid}}', instance: '{{…serviceSid}}' }, … })
 */
export function sidProperties({
	properties,
}: Pick<AnyWidget, 'properties'>):
	| Pick<ResumeConversationSpelling, 'conversationSid' | 'serviceSid'>
	| undefined {
	const entries = Object.entries(properties).filter(([key]) => key !== 'offset');
	return (
		sidsByClue(entries.map(([key]) => [key, key])) ??
		sidsByClue(entries.flatMap(([key, value]) => (typeof value === 'string' ? [[key, lastName(value)]] : [])))
	);
}

function sidsByClue(clues: readonly (readonly string[])[]): ReturnType<typeof sidProperties> {
	const about = (fits: (clue: string) => boolean) => {
		const keys = clues.filter(([, clue = '']) => fits(clue));
		const sids = keys.filter(([, clue = '']) => /sid/i.test(clue));
		const [only, ...others] = sids.length > 0 ? sids : keys;
		return others.length > 0 ? undefined : only?.[0];
	};
	const serviceSid = about((clue) => /service/i.test(clue));
	const conversationSid = about((clue) => /conversation/i.test(clue) && !/service/i.test(clue));
	if (conversationSid === undefined || serviceSid === undefined) return undefined;
	return { conversationSid, serviceSid };
}

/** `{{widgets.fetch_service.parsed.conversationSid | default: ''}}` is about a conversation: only the last name counts. */
function lastName(template: string): string {
	return template.match(/\{\{[^}|]*?([\w-]+)\s*(?:\||\}\})/)?.[1] ?? '';
}

function describe({ name, type, properties, transitions }: AnyWidget): string {
	const keys = Object.keys(properties).filter((key) => key !== 'offset');
	return `${name} (type ${type}; properties ${keys.join(', ') || 'none'}; events ${transitions.map(({ event }) => event).join(', ') || 'none'})`;
}
