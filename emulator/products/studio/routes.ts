/**
 * Studio: its REST API v2, and the webhook where calls enter a flow.
 * @see https://www.twilio.com/docs/studio/rest-api
 * @module
 */
import type { Router } from '../../core/http';
import type { World } from '../../core/world';
import { addExecutions } from './executions';
import { addFlows } from './flows';
import type { StudioRunner } from './runner';
import { addFlowWebhook } from './webhook';

/** Adds `studio.twilio.com/v2` and `webhooks.twilio.com/v1` to the router. */
export function addStudio(router: Router, world: World, runner: StudioRunner): void {
	addFlows(router, world);
	addExecutions(router, world, runner);
	addFlowWebhook(router, world, runner);
}
