/**
 * Where a workflow routes a handoff, worked out without making one.
 * @module
 */
import { taskAttributes } from '../../../src/handoff/task-attributes';
import type { AccountView } from '../../account/account-view';
import { asking } from '../../account/asking';
import { chosenWorkflow, type Workspace } from '../../account/flex/workspace';
import { type Observation, skipped } from '../engine/check';
import { lookAtWorkspace } from '../engine/look-at-workspace';
import { fits, ofTask } from './expression';
import {
	parseWorkflow,
	type WorkflowDocument,
	type WorkflowFilter,
	type WorkflowTarget,
} from './workflow-document';

/** A handoff as it arrives, without the app's own attributes, which this project doesn't know. */
export interface Sample {
	/** `a call` */
	readonly what: string;
	readonly attributes: Readonly<Record<string, unknown>>;
}

export interface Route {
	readonly sample: Sample;
	/**
	 * What decides. `no-queue`: a filter that matches and has no queue. `unknown`: no filter is known to match, and some are
	 * beyond what this project evaluates.
	 */
	readonly by: 'filter' | 'no-queue' | 'default' | 'unmatched' | 'unknown';
	/** The filter's name. */
	readonly filter?: string;
	/** Where its task goes, first to last, as it waits. */
	readonly targets: readonly Target[];
	/** The names of filters before it that were not evaluated. */
	readonly unknown: readonly string[];
}

/** A queue, and which of its workers get the task: all of them without an expression. */
export interface Target {
	readonly queue: string;
	readonly expression?: string;
}

/** The queues of a route, each once. */
export function queuesOf({ targets }: Route): string[] {
	return [...new Set(targets.map(({ queue }) => queue))];
}

/** A workflow as it is read. */
export interface ReadWorkflow {
	readonly sid: string;
	readonly name: string;
	readonly document: WorkflowDocument;
}

/**
 * Works out the routes of the samples through the workflow, when there is one.
 * @throws {HandoffError} when Twilio does not respond
 */
export function lookAtRoutes(
	account: AccountView,
	look: (
		routes: readonly Route[],
		workspace: Workspace,
		workflow: ReadWorkflow,
	) => Observation | Promise<Observation>,
): Promise<Observation> {
	return lookAtWorkspace(account, async (workspace) => {
		const chosen = await chosenWorkflow(account, workspace);
		if (!chosen) return skipped('the workflow is unknown; see flex/workflow');
		const { sid, friendlyName: name, configuration } = chosen;
		const document = await asking(`reading the configuration of the workflow ${sid}`, async () =>
			parseWorkflow(configuration),
		);
		const routes = samples(account).map((sample) => routeOf(document, sample));
		return look(routes, workspace, { sid, name, document });
	});
}

const CUSTOMER = '+15005550123';
const AGENT = '+15005550006';

/**
 * A call and a message, if they are handed off. Twilio documents what it adds to a call's attributes.
 *
 * GUESS(flex-task-attributes): what Flex adds to a message's. The task of a chat on a live account would verify it.
 * @see https://www.twilio.com/docs/taskrouter/twiml-queue-calls
 */
function samples(account: AccountView): Sample[] {
	const data = {
		conversationId: `conv_conversation_${'0'.repeat(26)}`,
		storeId: `mem_store_${'0'.repeat(26)}`,
		profileId: '',
		reason: 'The customer asks for an agent',
		attributes: {},
	};
	const contact = { direction: 'inbound', name: CUSTOMER, customerAddress: CUSTOMER } as const;
	const ofCalls = {
		call_sid: `CA${'0'.repeat(32)}`,
		from: CUSTOMER,
		caller: CUSTOMER,
		to: AGENT,
		called: AGENT,
	};
	const ofMessages = { channelType: 'sms', conversationSid: `CH${'0'.repeat(32)}` };
	const taskOf = (channel: string): object => JSON.parse(taskAttributes({ data }, { ...contact, channel }));
	const call = { ...ofCalls, ...taskOf('VOICE') };
	const message = { ...ofMessages, ...taskOf('SMS') };
	return [
		...(account.handsOver('voice') ? [{ what: 'a call', attributes: call }] : []),
		...(account.handsOver('messaging') ? [{ what: 'an SMS', attributes: message }] : []),
	];
}

/**
 * The first filter that matches decides: its task goes from target to target, and is canceled after the last. The default
 * filter gets only what matches no filter.
 * @see https://www.twilio.com/docs/taskrouter/lifecycle-task-workflows-and-assignment
 */
export function routeOf({ task_routing }: WorkflowDocument, sample: Sample): Route {
	const unknown: string[] = [];
	for (const filter of task_routing.filters ?? []) {
		const isFit = fits(filter.expression ?? '', ofTask(sample.attributes));
		if (isFit === undefined) unknown.push(nameOf(filter));
		if (!isFit) continue;
		const all = filter.targets ?? [];
		const targets = all.flatMap(targetOf);
		// The app's own attributes decide which worker it reaches.
		const isByWorker = all.some((each) => each.known_worker_sid || each.known_worker_friendly_name);
		if (targets.length === 0 && isByWorker) {
			return { sample, by: 'unknown', targets, unknown: [...unknown, nameOf(filter)] };
		}
		const by = targets.length > 0 ? 'filter' : 'no-queue';
		return { sample, by, filter: nameOf(filter), targets, unknown };
	}
	const targets = targetOf(task_routing.default_filter ?? {});
	if (targets.length > 0) return { sample, by: 'default', targets, unknown };
	return { sample, by: unknown.length > 0 ? 'unknown' : 'unmatched', targets, unknown };
}

function targetOf({ queue, expression }: WorkflowTarget): Target[] {
	return queue ? [{ queue, ...(expression && { expression }) }] : [];
}

function nameOf({ filter_friendly_name, friendly_name, expression }: WorkflowFilter): string {
	return filter_friendly_name || friendly_name || expression || 'without a name';
}
