/**
 * `webhooks.twilio.com/v1/Accounts/{AC}/Flows/{FW}`: a call enters a flow here, and returns here after each TwiML document.
 * @module
 */
import { invalidParameter, notFound, type Router, type TwilioResponse } from '../../core/http';
import type { World } from '../../core/world';
import { findFlow } from './flows';
import type { StudioRunner } from './runner';
import { publishedRevision } from './runner/execution';

const HOST = 'webhooks.twilio.com';

/**
 * `?Trigger=incomingCall` starts an execution and responds with TwiML. The TwiML of a widget ends with a `<Redirect>` or
 * an `action` to `?FlowEvent=…`, where the execution continues: each widget is one TwiML document, as in Studio. An
 * outbound call gets a 400, as on a live account: Studio accepts incoming calls only.
 */
export function addFlowWebhook(router: Router, world: World, runner: StudioRunner): void {
	router.open('POST', HOST, '/v1/Accounts/{accountSid}/Flows/{flowSid}', async (request, params) => {
		if (params.accountSid !== world.account.accountSid) throw notFound(request.path);
		const flow = findFlow(world, params.flowSid, request);
		const { form } = request;
		for (const name of ['CallSid', 'From', 'To']) {
			if (!form.get(name)) throw invalidParameter(`Missing required parameter ${name} in the post body`);
		}
		if (request.query.has('FlowEvent')) {
			const twiml = await runner.callReturned(flow.sid, form);
			if (twiml === undefined) throw notFound(request.path);
			return xml(twiml);
		}
		if (request.query.get('Trigger') !== 'incomingCall') throw invalidParameter('Invalid parameter Trigger');
		if (form.get('Direction') === 'outbound-api') {
			world.log('Studio', 'rejected an outbound call: Trigger=incomingCall accepts incoming calls only');
			throw invalidParameter('Invalid parameter Direction: outbound-api does not match Trigger incomingCall');
		}
		if (!publishedRevision(flow)) throw notFound(request.path);
		const call = Object.fromEntries(form);
		const webhookUrl = `https://${HOST}${request.path}`;
		return xml(await runner.startCall(flow, { event: 'incomingCall', call, webhookUrl }));
	});
}

function xml(twiml: string): TwilioResponse {
	return { status: 200, headers: { 'content-type': 'text/xml' }, body: twiml };
}
