/**
 * Small Studio flows for tests, one line per widget, and a runner whose requests to `*.twilio.com` go to a router.
 * @module
 */

import type { Server } from 'node:http';
import { Router, TwilioError, type TwilioRequest, type TwilioResponse } from '../../emulator/core/http';
import { type Execution, World } from '../../emulator/core/world';
import { addFlow } from '../../emulator/products/studio/flows';
import { addStudio } from '../../emulator/products/studio/routes';
import { type RunnerOptions, StudioRunner } from '../../emulator/products/studio/runner';
import { Phone } from '../../emulator/products/voice/phone';
import type { FlowDefinition, FlowState } from '../../studio/definition';

export const CUSTOMER = '+15005550123';

/** Text that breaks JSON, XML, forms and templates unless it is escaped. */
export const HOSTILE = `"quotes" \\ back\nnew\r\ttab {{flow.sid}} {% raw %} ' < > & &#65; ]]> é 😀 \u2028 </Task>`;

/** A widget whose transitions are `{ event: next }`. */
export function state(
	name: string,
	type: string,
	properties: Record<string, unknown>,
	transitions: Record<string, string | undefined> = {},
): FlowState {
	return {
		name,
		type,
		properties: { offset: { x: 0, y: 0 }, ...properties },
		transitions: Object.entries(transitions).map(([event, next]) => ({
			event,
			...(next !== undefined && { next }),
		})),
	};
}

/** A flow that starts with the first of these widgets, for calls and REST requests. */
export function definition(...states: FlowState[]): FlowDefinition {
	const next = states[0]?.name;
	const events = { incomingCall: next, incomingRequest: next };
	return {
		description: 'a test',
		initial_state: 'Trigger',
		flags: { allow_concurrent_calls: true },
		states: [state('Trigger', 'trigger', {}, events), ...states],
	};
}

/** Studio in a new world, all in process. */
export function studioWorld(options: Partial<RunnerOptions> = {}) {
	const world = new World();
	const router = new Router();
	const handle = async (request: TwilioRequest): Promise<TwilioResponse> => {
		const found = router.find(request.method, request.host, request.path);
		if (!found) return { status: 404 };
		try {
			return await found.route.handler(request, found.params);
		} catch (error) {
			if (error instanceof TwilioError) return error.toResponse();
			throw error;
		}
	};
	const runner = new StudioRunner(world, { handle, ...options });
	addStudio(router, world, runner);

	/** Runs these widgets for a REST request, to the end. */
	const run = async (parameters: Record<string, unknown>, ...states: FlowState[]): Promise<Execution> => {
		const flow = addFlow(world, definition(...states));
		const trigger = { to: CUSTOMER, from: world.phoneNumber, parameters };
		return runner.settled(runner.start(flow, { event: 'incomingRequest', ...trigger }).sid);
	};
	/** Posts a form to a route of the emulator. */
	const post = (url: string, form: Record<string, string>) => {
		const { hostname: host, pathname: path, searchParams: query } = new URL(url);
		const fields = new URLSearchParams(form);
		return handle({
			method: 'POST',
			host,
			path,
			query,
			headers: {},
			body: '',
			form: fields,
			json: undefined,
		});
	};
	return { world, router, handle, runner, run, post };
}

/** Studio, the phone network, and a customer's call in progress. */
export function inbound() {
	const studio = studioWorld();
	const { world, handle } = studio;
	const phone = new Phone(world, { handle, timeoutMs: 200 });
	const call = phone.startCall({ from: CUSTOMER, to: world.phoneNumber, direction: 'inbound' });
	return { ...studio, phone, call };
}

/** Starts a server on a free port. @returns its origin */
export async function listen(server: Server): Promise<string> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('the server has no port');
	return `http://127.0.0.1:${address.port}`;
}

/** The events of an execution's steps, without the trigger's. */
export function events(execution: Execution): string[] {
	return execution.steps.slice(1).map(({ name }) => name);
}

/** The value of `{{a.b.c}}`. */
export function dig(value: unknown, path: string): unknown {
	return path.split('.').reduce<unknown>((each, key) => Object(each)[key], value);
}
