/**
 * An account for the tests of checks and of the engine: the real SDK with an emulator, and a project as given.
 * @module
 */
import Twilio from 'twilio/lib/rest/Twilio';
import type { Emulator } from '../../emulator/core/emulator';
import { readSettings } from '../../src/settings';
import {
	AccountView,
	type FlowView,
	type ProjectView,
	type SmokeCheck,
} from '../../tools/account/account-view';
import { usableCredentials } from '../../tools/account/credentials';
import type { Deployment } from '../../tools/account/deployed';
import { clientOf } from './client';

/** What a healthy account's `.env` has. */
export function environmentOf({ world }: Emulator): Record<string, string> {
	const { accountSid, authToken, apiKey, apiSecret } = world.account;
	return {
		ACCOUNT_SID: accountSid,
		AUTH_TOKEN: authToken,
		TWILIO_API_KEY: apiKey,
		TWILIO_API_SECRET: apiSecret,
		TWILIO_PHONE_NUMBER: world.phoneNumber,
		TWILIO_CONVERSATION_CONFIGURATION_ID: world.configurationId,
		TWILIO_VOICE_PUBLIC_DOMAIN: 'agent.example.com',
		TWILIO_STUDIO_HANDOFF_FLOW_SID: flow.sid,
		TWILIO_FLEX_WORKFLOW_SID: world.workflowSid,
		TWILIO_FLEX_VOICE_CHANNEL_SID: world.voiceChannelSid,
		TWILIO_FLEX_CHAT_CHANNEL_SID: world.chatChannelSid,
	};
}

/** This project's flow, deployed correctly. */
export const flow: FlowView = {
	sid: 'FW0123456789abcdef0123456789abcdef',
	name: 'AI-to-human handoff',
	revision: 3,
	status: 'published',
	version: '1.0.0',
	folderVersion: '1.0.0',
	edited: false,
	changes: async () => [],
	others: [],
};

/** A project of which nothing is live. */
export const nothingLive: ProjectView = {
	version: '1.0.0',
	deployment: async () => undefined,
	variablesThatDiffer: async () => [],
	smokeTest: async () => [],
	flow: async () => undefined,
	flowByName: async () => undefined,
};

/** The Functions of a correct deployment. */
export const live: Deployment = {
	serviceSid: `ZS${'1'.repeat(32)}`,
	environmentSid: `ZE${'1'.repeat(32)}`,
	domain: 'ai-to-human-handoff-1234-dev.twil.io',
	buildSid: `ZB${'1'.repeat(32)}`,
	variables: {},
};

/** The responses of a correct deployment; `changed` replaces the response about the same. */
export function answers(changed: Partial<Record<SmokeCheck['about'], string>> = {}): SmokeCheck[] {
	return (['authentication', 'settings', 'version'] as const).map((about) => ({
		name: `a question about ${about}`,
		about,
		ok: changed[about] === undefined,
		found: changed[about] ?? '200',
	}));
}

/** What of a project is deployed correctly, beside its flow. */
export const deployed = {
	deployment: async () => live,
	smokeTest: async () => answers(),
};

export interface ViewOptions {
	/** Replaces names in a healthy environment; `''` removes one. */
	readonly environment?: Readonly<Record<string, string>>;
	readonly project?: Partial<ProjectView>;
	readonly only?: 'voice' | 'messaging';
}

export function viewOf(emulator: Emulator, options: ViewOptions = {}): AccountView {
	const all = Object.entries({ ...environmentOf(emulator), ...options.environment });
	const environment = Object.fromEntries(all.filter(([, value]) => value !== ''));
	const settings = readSettings(environment);
	const { accountSid, authToken } = emulator.world.account;
	const account = settings.AUTH_TOKEN === undefined ? usableCredentials(settings) : undefined;
	const { TWILIO_API_KEY: username, TWILIO_API_SECRET: password } = environment;
	return new AccountView(
		clientOf(emulator, account ?? { username: accountSid, password: authToken }),
		username && password ? clientOf(emulator, { username, password }) : undefined,
		environment,
		settings,
		{ ...nothingLive, flow: async () => flow, flowByName: async () => flow, ...options.project },
		options.only === undefined ? {} : { only: options.only },
	);
}

/** An account that can't be read, with complete settings, for checks that run offline. @param changed `''` removes one */
export function offlineView(changed: Readonly<Record<string, string>>): AccountView {
	const accountSid = `AC${'1'.repeat(32)}`;
	const authToken = 'f'.repeat(32);
	const complete = {
		ACCOUNT_SID: accountSid,
		AUTH_TOKEN: authToken,
		TWILIO_ACCOUNT_SID: accountSid,
		TWILIO_AUTH_TOKEN: authToken,
		TWILIO_API_KEY: `SK${'1'.repeat(32)}`,
		TWILIO_API_SECRET: 'a-secret',
		TWILIO_PHONE_NUMBER: '+15005550006',
	};
	const all = Object.entries({ ...complete, ...changed }).filter(([, value]) => value !== '');
	const environment: Record<string, string> = Object.fromEntries(all);
	const never = () => Promise.reject(new Error('this check runs offline'));
	const project: ProjectView = {
		version: '1.0.0',
		deployment: never,
		variablesThatDiffer: never,
		smokeTest: never,
		flow: never,
		flowByName: never,
	};
	const client = new Twilio(accountSid, authToken);
	return new AccountView(client, client, environment, readSettings(environment), project, {});
}
