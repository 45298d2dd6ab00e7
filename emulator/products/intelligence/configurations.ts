/**
 * Conversation Intelligence v3, control plane: configurations, which decide which operators run when.
 * Field names: twilio-node 6.2 `rest/intelligence/v3/configuration.d.ts`; that knowledge has at least one base: Twilio's
 * OpenAPI document, `twilio_intelligence_v3.json`.
 * @module
 */
import { z } from 'zod';
import { readJson } from '../../core/body';
import { findOr404, invalidParameter, type Router, TwilioError } from '../../core/http';
import { tokenPage } from '../../core/paging';
import { id } from '../../core/sids';
import type { IntelligenceConfiguration, IntelligenceRule, World } from '../../core/world';
import { OPERATOR_IDS } from './model';

const HOST = 'intelligence.twilio.com';
const CONFIGURATIONS = '/v3/ControlPlane/Configurations';

const rule = z.object({
	operators: z.array(
		z.object({
			id: z.string(),
			version: z.number().int().exactOptional(),
			parameters: z.record(z.string(), z.unknown()).exactOptional(),
		}),
	),
	triggers: z
		.array(
			z.object({
				on: z.enum(['COMMUNICATION', 'CONVERSATION_END', 'CONVERSATION_INACTIVE']),
				parameters: z.object({ count: z.number().int().min(1).exactOptional() }).exactOptional(),
			}),
		)
		.default([]),
	actions: z.array(z.object({ type: z.literal('WEBHOOK'), method: z.literal('POST'), url: z.url() })),
	context: z
		.looseObject({ knowledge: z.looseObject({ bases: z.array(z.string()).min(1) }).exactOptional() })
		.exactOptional(),
});
const body = z.object({
	displayName: z.string().min(1),
	description: z.string().default(''),
	rules: z.array(rule),
});

/**
 * Configurations: list, create, fetch, delete. There is no PUT here: Twilio's makes a new version that is inactive, which
 * the API neither shows nor can activate, so Twilio's own skill says to delete and create instead (github.com/twilio/ai,
 * twilio-conversation-intelligence).
 */
export function addIntelligenceConfigurations(router: Router, world: World): void {
	const configurations = world.intelligenceConfigurations;
	const view = ({ isActive: _, ...shown }: IntelligenceConfiguration) => ({
		accountId: world.account.accountSid,
		...shown,
	});

	router.on('GET', HOST, CONFIGURATIONS, (request) =>
		tokenPage(request, 'items', [...configurations.values()].map(view)),
	);
	router.on('POST', HOST, CONFIGURATIONS, (request) => {
		const { rules, ...fields } = readJson(request, body);
		const now = new Date().toISOString();
		const configuration: IntelligenceConfiguration = {
			id: id('intelligence_configuration'),
			...fields,
			version: 1,
			isActive: true,
			rules: accept(rules),
			dateCreated: now,
			dateUpdated: now,
		};
		configurations.set(configuration.id, configuration);
		return { status: 201, body: view(configuration) };
	});
	router.on('GET', HOST, `${CONFIGURATIONS}/{id}`, ({ path }, { id }) => ({
		status: 200,
		body: view(findOr404(configurations, id, path)),
	}));
	router.on('DELETE', HOST, `${CONFIGURATIONS}/{id}`, ({ path }, { id }) => {
		configurations.delete(findOr404(configurations, id, path).id);
		return { status: 204 };
	});
}

/**
 * Gives each rule its id. The error codes are those of Twilio's skill (see above).
 * @throws TwilioError 400 for more than Twilio allows, and for an operator that does not exist
 */
function accept(rules: readonly z.output<typeof rule>[]): IntelligenceRule[] {
	const refuse = invalidParameter;
	if (rules.length > 5) throw refuse('rules: at most 5 are allowed');
	return rules.map((fields, index) => {
		const at = `rules[${index}]`;
		const { operators, triggers, actions } = fields;
		if (operators.length < 1 || operators.length > 5) throw refuse(`${at}.operators: 1 to 5 are allowed`);
		if (triggers.length > 1) throw refuse(`${at}.triggers: at most 1 is allowed`);
		if (actions.length > 2) throw refuse(`${at}.actions: at most 2 are allowed`);
		const unknown = operators.find((operator) => !OPERATOR_IDS.has(operator.id));
		if (unknown) throw new TwilioError(400, 70001, `${at}: operator ${unknown.id} not found`);
		return { ...fields, id: id('intelligence_configurationrule') };
	});
}
