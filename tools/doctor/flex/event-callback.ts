/**
 * Checks that the Functions are notified of tasks that no agent accepted.
 *
 * A workspace has one event callback, which another system may use already. TaskRouter's events also go to Event Streams,
 * to any number of sinks, but in another shape (https://www.twilio.com/docs/events/event-types/taskrouter/task): so the
 * other system can move there, and the Functions can't.
 * @module
 */
import type { WorkspaceInstance } from 'twilio/lib/rest/taskrouter/v1/workspace';
import { asking } from '../../account/asking';
import { WORKSPACE } from '../../account/console';
import { showUrl } from '../../account/format';
import { type Check, ok, skipped, wrong } from '../engine/check';
import type { Fix, SetEdit } from '../engine/fix';
import { lookAtWorkspace } from '../engine/look-at-workspace';

const PATH = '/task-events';
/** The event that the Functions act on: https://www.twilio.com/docs/taskrouter/api/event/reference */
const EVENT = 'task.canceled';
const CONSOLE = `${WORKSPACE} > Settings > Event callbacks`;

export const eventCallback: Check = {
	name: 'event-callback',
	title: 'Workspace event callback',
	expected: `the workspace’s event callback is ${PATH} of the Functions, with the event ${EVENT}`,
	impact:
		'When no agent accepts a task in time, messaging customers get no more replies, and callers stay on hold.',
	advice: `Set the event callback URL to ${PATH} of the Functions and select the event ${EVENT} (${CONSOLE}).`,
	look: (account) =>
		lookAtWorkspace(account, async ({ sid }) => {
			const live = await account.project.deployment();
			if (!live) return skipped('the Functions aren’t deployed; see functions/deployed');
			const url = `https://${live.domain}${PATH}`;
			const workspace = await asking('reading the workspace', () =>
				account.twilio.taskrouter.v1.workspaces(sid).fetch(),
			);
			const { eventCallbackUrl: now } = workspace;
			if (!now) return wrong('none is set', { advice: byHand(url), fixes: [set(workspace, url, EVENT)] });
			const events = eventsIn(workspace);
			// Without a filter, every event is sent.
			const isSent = events.length === 0 || events.includes(EVENT);
			const wanted = isSent ? workspace.eventsFilter || '' : [...events, EVENT].join(',');
			if (!isSameUrl(now, url) && isOfThisProject(now, live.domain)) {
				return wrong(`${showUrl(now)}, which doesn’t point to the Functions`, {
					advice: byHand(url),
					fixes: [set(workspace, url, wanted)],
				});
			}
			if (!isSameUrl(now, url)) {
				return { status: 'note', found: `${showUrl(now)} receives the events`, advice: adviceToForward(url) };
			}
			if (isSent) return ok(showUrl(now));
			return wrong(`${showUrl(now)}, without the event ${EVENT}`, {
				advice: byHand(url),
				fixes: [set(workspace, now, wanted)],
			});
		}),
};

function byHand(url: string): string {
	return `Set the event callback URL to ${url} and select the event ${EVENT} (${CONSOLE}).`;
}

function adviceToForward(url: string): string {
	return `A workspace can have only one event callback. Have that server forward each ${EVENT} event to ${url} unchanged (form-encoded POST, HTTP Basic with TWILIO_API_KEY and TWILIO_API_SECRET). Or move that server to a Webhook sink of Event Streams (type com.twilio.taskrouter.${EVENT} and what else it needs), empty the event callback URL (${CONSOLE}), and run npx handoff setup.`;
}

function isSameUrl(one: string, other: string): boolean {
	return URL.canParse(one) && new URL(one).href === new URL(other).href;
}

/** On the Functions' domain by another path or scheme, or on that of an earlier service of theirs, which may be gone. */
function isOfThisProject(url: string, domain: string): boolean {
	if (!URL.canParse(url)) return false;
	const { host, pathname } = new URL(url);
	const withoutNumber = (name: string) => name.replace(/-\d+(?=-\w+\.twil\.io$|\.twil\.io$)/, '');
	const isEarlier = withoutNumber(host) === withoutNumber(domain) && pathname.startsWith(PATH);
	return host === domain || isEarlier;
}

function eventsIn({ eventsFilter }: WorkspaceInstance): string[] {
	return (eventsFilter || '')
		.split(',')
		.map((name) => name.trim())
		.filter((name) => name !== '');
}

/** An earlier deployment may not have the Function yet. */
function set(
	{ sid: id, eventCallbackUrl, eventsFilter }: WorkspaceInstance,
	url: string,
	events: string,
): Fix {
	const edit = (name: string, before: string, after: string): SetEdit[] =>
		before === after
			? []
			: [{ edit: 'set', resource: 'workspace', id, path: [name], before: before || '', after }];
	return {
		stage: 'flex',
		needs: ['functions/reachable', 'functions/version'],
		title: `Set the workspace’s event callback to ${url}`,
		edits: [
			...edit('eventCallbackUrl', eventCallbackUrl, url),
			...edit('eventsFilter', eventsFilter, events),
		],
	};
}
