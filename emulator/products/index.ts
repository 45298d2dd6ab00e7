/**
 * All products of the emulator. This list is the only place in which the core meets them: a new product is a folder here
 * with its model and its routes, and a line below.
 * @module
 */
import type { Handle, Router } from '../core/http';
import type { World } from '../core/world';
import { addConversationsClassic } from './conversations-classic/routes';
import { addFlex } from './flex/routes';
import { addIntelligence } from './intelligence/routes';
import { addMemory } from './memory/routes';
import { addMessaging } from './messaging/routes';
import { Capture } from './orchestrator/capture';
import { addOrchestrator } from './orchestrator/routes';
import { StatusCallbacks } from './orchestrator/status-callbacks';
import { Hosting } from './serverless/hosting';
import { addServerless } from './serverless/routes';
import { addStudio } from './studio/routes';
import { StudioRunner } from './studio/runner';
import { addSync } from './sync/routes';
import { addTaskRouter } from './taskrouter/routes';
import { TaskRouter } from './taskrouter/runner';
import { Phone } from './voice/phone';
import { addVoice } from './voice/routes';

/** The products that act by themselves, beside answering requests. */
export interface Products {
	/** Runs the flows of the world. */
	readonly runner: StudioRunner;
	/** Makes calls, and carries out the TwiML they receive. */
	readonly phone: Phone;
	/** Posts the events of the workspace. */
	readonly taskRouter: TaskRouter;
	/** Takes customers' messages. */
	readonly capture: Capture;
	/** Runs what is deployed to the Serverless API. */
	readonly hosting: Hosting;
}

/**
 * Adds every product's routes.
 * @param handle how the emulator answers a request to one of Twilio's hosts
 * @param env the environment in which a process reaches the emulator
 */
export function addProducts(
	router: Router,
	world: World,
	{ handle, env }: { readonly handle: Handle; readonly env: () => Record<string, string> },
): Products {
	const callbacks = new StatusCallbacks(world, handle);
	const products = {
		runner: new StudioRunner(world, { handle }),
		phone: new Phone(world, { handle }),
		taskRouter: new TaskRouter(world, { handle }),
		capture: new Capture(world, callbacks),
		hosting: new Hosting(world, env),
	};
	addOrchestrator(router, world, callbacks);
	addConversationsClassic(router, world);
	addTaskRouter(router, world);
	addFlex(router, world);
	addIntelligence(router, world);
	addMemory(router, world);
	addMessaging(router, world);
	addSync(router, world);
	addVoice(router, world, products.phone);
	addStudio(router, world, products.runner);
	addServerless(router, world, products.hosting);
	return products;
}
