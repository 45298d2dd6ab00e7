/** Studio's voice webhook: calls that go through a flow. */
import type { Call, World } from '../../../../emulator/core/world';
import { addFlow } from '../../../../emulator/products/studio/flows';
import type { FlowState } from '../../../../studio/definition';
import { CUSTOMER, definition, dig, events, HOSTILE, inbound, state } from '../../../support/flows';

const webhook = (world: World, flowSid: string) =>
	`https://webhooks.twilio.com/v1/Accounts/${world.account.accountSid}/Flows/${flowSid}?Trigger=incomingCall`;

describe("Studio's voice webhook", () => {
	const run = async (handoffData: string | undefined, ...states: FlowState[]) => {
		const studio = inbound();
		const { world, phone, call } = studio;
		const flow = addFlow(world, definition(...states));
		await phone.endConversationRelay(call, {
			actionUrl: webhook(world, flow.sid),
			...(handoffData !== undefined && { handoffData }),
		});
		const [execution] = world.executions.values();
		if (!execution) throw new Error('no execution');
		return { ...studio, execution };
	};
	const sendToFlex = (workflow: string, attributes: string, next?: string): FlowState =>
		state(
			'flex',
			'send-to-flex',
			{
				workflow,
				channel: 'voice',
				attributes,
				priority: '{{flow.variables.handoff.priority}}',
				timeout: '60',
			},
			{ callComplete: undefined, failedToEnqueue: next, callFailure: next },
		);
	const variables = [{ key: 'handoff', type: 'json_object', value: '{{trigger.call.HandoffData}}' }];
	const parse = state('parse', 'set-variables', { variables }, { next: 'flex' });
	const sorry = state(
		'sorry',
		'say-play',
		{ say: 'Sorry, {{trigger.call.From}}' },
		{ audioComplete: 'connect' },
	);
	const connect = state(
		'connect',
		'connect-call-to',
		{ noun: 'number', to: '+15005550199', caller_id: '{{flow.channel.address}}' },
		{ callCompleted: undefined, hangup: undefined },
	);

	test('sends a call to Flex with its context', async () => {
		const studio = inbound();
		const { world, phone, call } = studio;
		const attributes =
			'{"reason": {{flow.variables.handoff.reason | to_json}}, "phone": "{{contact.channel.address}}"}';
		const flow = addFlow(world, definition(parse, sendToFlex(world.workflowSid, attributes)));
		const handoffData = JSON.stringify({ reason: HOSTILE, priority: 7 });
		await phone.endConversationRelay(call, { actionUrl: webhook(world, flow.sid), handoffData });

		const [task] = world.tasks.values();
		expect(task).toMatchObject({
			priority: 7,
			timeout: 60,
			attributes: { reason: HOSTILE, phone: CUSTOMER },
		});
		const [execution] = world.executions.values();
		// While the caller is in the queue, the call has not returned to the flow.
		expect(execution).toMatchObject({ status: 'active', contactChannelAddress: CUSTOMER });
		await phone.hangUp(call);
		expect(execution?.status).toBe('ended');
		expect(execution && events(execution)).toEqual(['next', 'callComplete']);
	});

	test.each([
		['attributes that are not JSON', undefined, '{"reason": "{{flow.variables.handoff.reason}}"}'],
		['attributes that are not an object', undefined, '[]'],
		['an unknown workflow', 'WWnone', '{}'],
	])('continues with failedToEnqueue for %s', async (_, workflow, attributes) => {
		const { world, phone, call } = inbound();
		const flow = addFlow(
			world,
			definition(parse, sendToFlex(workflow ?? world.workflowSid, attributes, 'sorry'), sorry, connect),
		);
		await phone.endConversationRelay(call, {
			actionUrl: webhook(world, flow.sid),
			handoffData: JSON.stringify({ reason: '"' }),
		});
		expect(call.events).toEqual([`Say "Sorry, ${CUSTOMER}"`, 'Dial +15005550199']);
		await phone.hangUp(call);
		const [execution] = world.executions.values();
		expect(execution && events(execution)).toEqual(['next', 'failedToEnqueue', 'audioComplete', 'hangup']);
		expect(world.tasks.size).toBe(0);
	});

	test('continues with callCompleted when a number cannot be dialed', async () => {
		const dialNothing = state(
			'connect',
			'connect-call-to',
			{ noun: 'number', to: '' },
			{ callCompleted: undefined },
		);
		const { call, execution } = await run(undefined, dialNothing);
		expect(events(execution)).toEqual(['callCompleted']);
		expect(call.events).toEqual(['Dial ', 'Hangup']);
	});

	test('dials for a caller without a number only with a number of the account', async () => {
		const dial = (name: string, caller_id: string, next?: string) =>
			state(
				name,
				'connect-call-to',
				{ noun: 'number', to: '+15005550199', caller_id },
				{ callCompleted: next, hangup: undefined },
			);
		const { world, phone } = inbound();
		const call = phone.startCall({ from: 'client:robin', to: world.phoneNumber, direction: 'inbound' });
		const flow = addFlow(
			world,
			definition(
				dial('as_caller', '{{contact.channel.address}}', 'as_us'),
				dial('as_us', '{{flow.channel.address}}'),
			),
		);
		await phone.endConversationRelay(call, { actionUrl: webhook(world, flow.sid) });
		const [execution] = world.executions.values();
		expect(dig(execution?.context, 'widgets.as_caller.DialCallStatus')).toBe('failed');
		expect(call).toMatchObject({ status: 'in-progress', events: ['Dial +15005550199', 'Dial +15005550199'] });
	});

	test('hangs up when the flow has no TwiML', async () => {
		const { call, execution } = await run(undefined, state('set', 'set-variables', { variables: [] }));
		expect(execution.status).toBe('ended');
		expect(call.events).toEqual(['Hangup']);
	});

	test('rejects an outbound call with 400, and the customer hears an application error', async () => {
		const { world, phone } = inbound();
		const flow = addFlow(world, definition(sendToFlex(world.workflowSid, '{}')));
		const call = phone.startCall({ from: world.phoneNumber, to: CUSTOMER, direction: 'outbound-api' });
		await phone.endConversationRelay(call, { actionUrl: webhook(world, flow.sid), handoffData: '{}' });
		expect(call.events).toEqual(['Say "an application error has occurred"', 'Hangup']);
		expect(world.executions.size).toBe(0);
	});

	const form = (call: Call) => ({
		CallSid: call.sid,
		From: call.from,
		To: call.to,
		Direction: call.direction,
	});
	const refusals: [string, (url: string, call: Call) => [string, Record<string, string>], number][] = [
		['a request without a form', (url) => [url, {}], 400],
		['an outbound call', (url, call) => [url, { ...form(call), Direction: 'outbound-api' }], 400],
		['another trigger', (url, call) => [url.replace('incomingCall', 'incomingFax'), form(call)], 400],
		['another account', (url, call) => [url.replace('/AC', '/AD'), form(call)], 404],
		['an unknown flow', (url, call) => [url.replace('/FW', '/FX'), form(call)], 404],
		[
			'the return of an unknown call',
			(url, call) => [url.replace('Trigger=incomingCall', 'FlowEvent=return'), form(call)],
			404,
		],
	];
	test.each(refusals)('rejects %s', async (_, change, status) => {
		const { world, call, post } = inbound();
		const flow = addFlow(world, definition(sorry, connect));
		const response = await post(...change(webhook(world, flow.sid), call));
		expect(response.status).toBe(status);
		expect(call.status).toBe('in-progress');
	});
});
