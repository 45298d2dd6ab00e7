/**
 * What TaskRouter does by itself: it posts its events to the workspace's callback, and cancels tasks whose time is up.
 * @see https://www.twilio.com/docs/taskrouter/api/event/reference
 * @module
 */
import { pascalCase } from '../../core/fields';
import type { Handle } from '../../core/http';
import { send } from '../../core/outbound';
import type { Task, TaskRouterEvent, World } from '../../core/world';
import { namesIn } from './event-types';
import { expire, isWaiting } from './task-status';

interface TaskRouterOptions {
	/** How the emulator answers `*.twilio.com` and `*.twil.io`. */
	readonly handle: Handle;
	/** How long a callback may take: 15 s (the page above). */
	readonly timeoutMs?: number;
}

export class TaskRouter {
	private readonly underway = new Set<Promise<void>>();
	private readonly timers = new Set<NodeJS.Timeout>();

	constructor(
		private readonly world: World,
		private readonly options: TaskRouterOptions,
	) {
		world.events.on('taskRouter', this.follow);
	}

	/** The time of tasks that wait in a world that was saved goes on. */
	resume(): void {
		for (const task of this.world.tasks.values()) if (isWaiting(task)) this.schedule(task);
	}

	/** Resolves when every event has been posted, those that came up meanwhile too. */
	async idle(): Promise<void> {
		while (this.underway.size > 0) await Promise.all(this.underway);
	}

	/** Posts no more events, and forgets the tasks' timeouts. */
	stop(): void {
		this.world.events.off('taskRouter', this.follow);
		for (const timer of this.timers) clearTimeout(timer);
		this.timers.clear();
	}

	private readonly follow = (event: TaskRouterEvent): void => {
		const task = this.world.tasks.get(event.taskSid);
		if (event.type === 'task.created' && task) this.schedule(task);
		this.publish(event);
	};

	private schedule({ sid, timeout, dateCreated }: Task): void {
		const timer = setTimeout(
			() => {
				this.timers.delete(timer);
				if (this.world.tasks.has(sid)) expire(this.world, sid);
			},
			dateCreated.getTime() + timeout * 1000 - Date.now(),
		);
		timer.unref();
		this.timers.add(timer);
	}

	private publish(event: TaskRouterEvent): void {
		const { eventCallbackUrl, eventsFilter } = this.world.workspace;
		if (eventCallbackUrl === '') return;
		const wanted = namesIn(eventsFilter);
		if (wanted.length > 0 && !wanted.includes(event.type)) return;
		const url = new URL(eventCallbackUrl);
		// Connection overrides, which are for Twilio alone.
		url.hash = '';
		const work = this.post(event, url).finally(() => this.underway.delete(work));
		this.underway.add(work);
	}

	/** A callback that fails is only logged, as in Twilio, which does not post an event again. */
	private async post(event: TaskRouterEvent, url: URL): Promise<void> {
		const { handle, timeoutMs = 15_000 } = this.options;
		const { authToken } = this.world.account;
		const signal = AbortSignal.timeout(timeoutMs);
		const form = new URLSearchParams(fieldsOf(this.world, event));
		const place = `${event.type} to ${url.origin}${url.pathname}`;
		try {
			const { status } = await send({ method: 'POST', url, form }, { authToken, handle, signal });
			this.world.log('TaskRouter', `posted ${place}, which returned ${status}`);
		} catch (error) {
			const reason = signal.aborted ? `no response within ${timeoutMs / 1000} s` : String(error);
			this.world.log('TaskRouter', `could not post ${place}: ${reason}`);
		}
	}
}

/**
 * The fields of a callback. Those of the task, its workflow and the worker are the event's data in Twilio's other spelling:
 * `task_sid` is `TaskSid`. Handlers of live accounts read `Reason`; the page above also names a `TaskCanceledReason`.
 * GUESS(task-event-fields): that one is not sent. Any canceled task's callback on a live account would settle it.
 */
function fieldsOf({ account, workspaceSid, workspace }: World, event: TaskRouterEvent) {
	const { sid, type, description, taskSid, reservationSid, data, date } = event;
	const details = Object.entries(data).map(([name, value]) => [pascalCase(name), String(value)]);
	return {
		Sid: sid,
		EventType: type,
		EventDescription: description,
		AccountSid: account.accountSid,
		WorkspaceSid: workspaceSid,
		WorkspaceName: workspace.friendlyName,
		ResourceType: reservationSid === undefined ? 'task' : 'reservation',
		ResourceSid: reservationSid ?? taskSid,
		Timestamp: String(Math.floor(date.getTime() / 1000)),
		TimestampMs: String(date.getTime()),
		...Object.fromEntries(details),
	};
}
