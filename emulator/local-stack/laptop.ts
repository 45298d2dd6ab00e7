/**
 * A whole handoff on one machine: the emulator as an account this project is deployed to, with the Functions in Twilio's
 * local runtime. The demo, `handoff start` and the end-to-end tests all stand on it.
 * @module
 */

import { isDeepStrictEqual } from 'node:util';
import { readSettings } from '../../src/settings';
import { renderFlow } from '../../studio/render/render';
import { stamp } from '../../studio/version';
import { ENVIRONMENT, gitRevision, ROOT, readTemplate, SERVICE_NAME } from '../../tools/account/project';
import { adaptedValues } from '../../tools/account/studio/flow-values';
import { FLOW_NAME } from '../../tools/account/studio/live-flow';
import { desiredVariables } from '../../tools/deploy/functions-plan';
import { Emulator } from '../core/emulator';
import { sid } from '../core/sids';
import type { World } from '../core/world';
import type { LineReceiver } from '../products/serverless/hosting/function-logs';
import { type FunctionsServer, startFunctions } from '../products/serverless/hosting/functions-server';
import { Serverless } from '../products/serverless/model';
import { publishedRevision } from '../products/studio/runner/execution';
import { addLocalDeployment } from './local-deployment';

export interface LaptopOptions {
	readonly world?: World;
	/** Settings of the Functions that differ from a healthy account's; an empty text leaves one out. */
	readonly settings?: Readonly<Record<string, string>>;
	/** Where the Functions listen; any free port by default. */
	readonly port?: number;
	/** Where the emulator's proxy listens; any free port by default. */
	readonly proxyPort?: number;
	/** The Functions run in one process, and a build that follows is not noticed. */
	readonly warm?: boolean;
}

export class Laptop {
	private constructor(
		readonly emulator: Emulator,
		readonly functions: FunctionsServer,
		readonly flowSid: string,
		/** Where the Functions are deployed: `https://ai-to-human-handoff-1234-dev.twil.io`, in the emulator alone. */
		readonly functionsUrl: string,
		/** What the Functions, and an agent, have in their `.env`. */
		readonly settings: Readonly<Record<string, string>>,
	) {}

	/**
	 * @example
	 * const laptop = await Laptop.start();
	 * await fetch(laptop.handoffUrl, { method: 'POST' }); // 401
	 * await laptop.stop();
	 */
	static async start({ world, settings = {}, port, proxyPort, warm }: LaptopOptions = {}): Promise<Laptop> {
		const emulator = await Emulator.start({ ...(world && { world }), port: proxyPort });
		const flows = [...emulator.world.flows.values()];
		const flowSid = flows.find(({ friendlyName }) => friendlyName === FLOW_NAME)?.sid ?? sid('FW');
		try {
			const environment = { ...handoffSettings(emulator.world, flowSid), ...settings };
			let record: LineReceiver = () => {};
			const onLine: LineReceiver = (line, stream) => {
				logResponse(emulator.world, line);
				record(line, stream);
			};
			const functions = await startFunctions({ ...emulator.env(), ...environment }, { port, warm, onLine });
			try {
				const deployed = await deploy(emulator, functions, environment);
				record = deployed.record;
				const laptop = new Laptop(emulator, functions, flowSid, deployed.url, environment);
				laptop.publishFlow();
				if (world) emulator.taskRouter.resume();
				return laptop;
			} catch (error) {
				await functions.stop();
				throw error;
			}
		} catch (error) {
			await emulator.stop();
			throw error;
		}
	}

	/** Our `/handoff`, over plain HTTP: reached without the emulator's proxy. */
	get handoffUrl(): string {
		return `${this.functions.url}/handoff`;
	}

	/** Where TAC's stock tool starts the flow for a chat. */
	get executionsUrl(): string {
		return `https://studio.twilio.com/v2/Flows/${this.flowSid}/Executions`;
	}

	/** Where TAC's stock voice channel sends every call whose session ends. */
	get voiceWebhookUrl(): string {
		const { accountSid } = this.emulator.world.account;
		return `https://webhooks.twilio.com/v1/Accounts/${accountSid}/Flows/${this.flowSid}?Trigger=incomingCall`;
	}

	/**
	 * Publishes the flow as `handoff deploy` would, as a new revision.
	 * @param definition the flow with its placeholders; the project's own unless given
	 */
	publishFlow(definition: unknown = readTemplate()): void {
		const { world } = this.emulator;
		const rendered = renderFlow(
			{
				FUNCTIONS_URL: this.functionsUrl,
				TWILIO_FLEX_WORKFLOW_SID: world.workflowSid,
				TWILIO_FLEX_VOICE_CHANNEL_SID: world.voiceChannelSid,
				TWILIO_FLEX_CHAT_CHANNEL_SID: world.chatChannelSid,
				TWILIO_PHONE_NUMBER: this.settings.TWILIO_PHONE_NUMBER ?? '',
				...adaptedValues(readSettings(this.settings)),
			},
			definition,
		);
		const flow = world.flows.get(this.flowSid) ?? {
			sid: this.flowSid,
			friendlyName: FLOW_NAME,
			revisions: [],
		};
		const stamped = stamp(rendered, gitRevision());
		const before = publishedRevision(flow);
		if (before && isDeepStrictEqual(before.definition, stamped.definition)) return;
		flow.revisions.push({
			...stamped,
			status: 'published',
			dateCreated: new Date(),
		});
		world.flows.set(flow.sid, flow);
	}

	async stop(): Promise<void> {
		await this.functions.stop();
		await this.emulator.stop();
	}
}

/**
 * Makes the running Functions what is deployed. `handoff deploy` then finds nothing to do, and they serve the domain
 * until something else is deployed there.
 */
async function deploy(
	{ world, hosting }: Emulator,
	{ url }: FunctionsServer,
	environment: Readonly<Record<string, string>>,
): Promise<{ url: string; record: LineReceiver }> {
	// In a world that was saved, what was deployed is replaced by what is here now; its domain stays.
	const known = [...world.serverless.services.values()].find(({ uniqueName }) => uniqueName === SERVICE_NAME);
	if (known) Object.assign(world.serverless, new Serverless());
	const { environment: deployed, build } = await addLocalDeployment(world.serverless, {
		domainBase: known?.domainBase,
		root: ROOT,
		name: SERVICE_NAME,
		suffix: ENVIRONMENT,
		variables: desiredVariables(readSettings(environment)),
	});
	const record = hosting.leaveTo(build.sid, url);
	const functionsUrl = `https://${deployed.domainName}`;
	reportUntakenTasks(world, functionsUrl);
	return { url: functionsUrl, record };
}

/** As `handoff setup` does; a callback that is set already stays. */
function reportUntakenTasks({ workspace }: World, functionsUrl: string): void {
	if (workspace.eventCallbackUrl !== '') return;
	workspace.eventCallbackUrl = `${functionsUrl}/task-events`;
	workspace.eventsFilter = 'task.canceled';
}

/** Our Functions log one JSON line for each response; it goes into the journal. */
function logResponse(world: World, line: string): void {
	if (!line.startsWith('{"path"')) return;
	const { path, status, ms, ...details }: Record<string, unknown> = JSON.parse(line);
	const more = Object.entries(details).map(([name, value]) => `, ${name} ${value}`);
	world.log('Functions', `${path} responded ${status} after ${ms} ms${more.join('')}`);
}

/** The settings that name an account and its API key, as `.env` has them. */
export function accountSettings({ account }: World): Record<string, string> {
	const { accountSid, authToken, apiKey, apiSecret } = account;
	return {
		ACCOUNT_SID: accountSid,
		AUTH_TOKEN: authToken,
		TWILIO_ACCOUNT_SID: accountSid,
		TWILIO_AUTH_TOKEN: authToken,
		TWILIO_API_KEY: apiKey,
		TWILIO_API_SECRET: apiSecret,
	};
}

function handoffSettings(world: World, flowSid: string): Record<string, string> {
	return {
		...accountSettings(world),
		TWILIO_STUDIO_HANDOFF_FLOW_SID: flowSid,
		TWILIO_FLEX_WORKFLOW_SID: world.workflowSid,
		TWILIO_FLEX_VOICE_CHANNEL_SID: world.voiceChannelSid,
		TWILIO_FLEX_CHAT_CHANNEL_SID: world.chatChannelSid,
		TWILIO_PHONE_NUMBER: world.phoneNumber,
		TWILIO_CONVERSATION_CONFIGURATION_ID: world.configurationId,
		TWILIO_VOICE_PUBLIC_DOMAIN: world.agentDomain,
	};
}
