/**
 * Flex: the account's one configuration. Field names: twilio-node 6.2 `rest/flexApi/v1/configuration.d.ts`.
 * @see https://www.twilio.com/docs/flex/developer/config/flex-configuration-rest-api
 * @module
 */
import { z } from 'zod';
import { readJson } from '../../core/body';
import { dates, unset } from '../../core/fields';
import { invalidParameter, type Router } from '../../core/http';
import type { World } from '../../core/world';

const HOST = 'flex-api.twilio.com';
/** Settings of Flex that no client here asks for. */
const UNUSED = [
	...['taskrouter_taskqueues', 'taskrouter_skills', 'taskrouter_worker_channels'],
	...[
		'taskrouter_worker_attributes',
		'taskrouter_offline_activity_sid',
		'runtime_domain',
		'flex_instance_sid',
	],
	...['messaging_service_instance_sid', 'ui_language', 'ui_dependencies', 'service_version', 'flex_url'],
	...['call_recording_enabled', 'call_recording_webhook_url', 'crm_enabled', 'crm_type', 'crm_callback_url'],
	...['crm_fallback_url', 'crm_attributes', 'public_attributes', 'plugin_service_enabled', 'integrations'],
	...['plugin_service_attributes', 'outbound_call_flows', 'queue_stats_configuration', 'notifications'],
	...[
		'serverless_service_sids',
		'markdown',
		'flex_insights_hr',
		'flex_insights_drilldown',
		'channel_configs',
	],
	...['debugger_integration', 'flex_ui_status_report', 'agent_conv_end_methods', 'citrix_voice_vdi'],
	...['offline_config'],
];
const updateBody = z.looseObject({ account_sid: z.string() });

/**
 * Configuration: fetch, update. An update merges field by field: an object such as `ui_attributes` is replaced as a whole.
 *
 * GUESS(flex-update-refusal): how Twilio refuses an update without the account's SID, or with another one. One on a
 * live account would settle it.
 */
export function addFlex(router: Router, world: World): void {
	const { accountSid } = world.account;
	const view = () => ({
		...unset(...UNUSED),
		...dates(world),
		account_sid: accountSid,
		...renamed(world.flexConfiguration, (name) =>
			name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
		),
		url: `https://${HOST}/v1/Configuration`,
	});
	router.on('GET', HOST, '/v1/Configuration', () => ({ status: 200, body: view() }));
	router.on('POST', HOST, '/v1/Configuration', (request) => {
		const { account_sid, ...fields } = readJson(request, updateBody);
		if (account_sid !== accountSid) throw invalidParameter(`Invalid parameter account_sid: ${account_sid}`);
		const changed = renamed(fields, (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase()));
		Object.assign(world.flexConfiguration, changed);
		return { status: 200, body: view() };
	});
}

function renamed(fields: object, rename: (name: string) => string): Record<string, unknown> {
	return Object.fromEntries(Object.entries(fields).map(([name, value]) => [rename(name), value]));
}
