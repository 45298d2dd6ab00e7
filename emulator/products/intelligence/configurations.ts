/**
 * Conversation Intelligence v3, control plane: which operators run when, and the operators there are.
 * Field names: twilio-node 6.2 `rest/intelligence/v3/{configuration,operator}.d.ts`; knowledge has at least one
 * base by Twilio's OpenAPI spec, `twilio_intelligence_v3.json`.
 * @module
 */
import { z } from 'zod';
import { readJson } from '../../core/body';
import { invalidParameter, notFound, type Router, TwilioError } from '../../core/http';
import { tokenPage } from '../../core/paging';
import { id } from '../../core/sids';
import type { IntelligenceConfiguration, IntelligenceRule, World } from '../../core/world';

const HOST = 'intelligence.twilio.com';
const CONFIGURATIONS = '/v3/ControlPlane/Configurations';
const OPERATORS = '/v3/ControlPlane/Operators';

const rule = z.object({
	id: z.string().exactOptional(),
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
 * Configurations: list, create, fetch, replace (PUT), delete. Operators: list, fetch.
 *
 * A PUT makes a new version that is inactive, with nothing to see it by and nothing to activate it: Twilio's own skill
 * says to delete the configuration and create it anew (github.com/twilio/ai, twilio-conversation-intelligence).
 */
export function addIntelligenceConfigurations(router: Router, world: World): void {
	const { intelligenceConfigurations: configurations, intelligenceOperators: operators } = world;
	const view = ({ isActive: _, ...shown }: IntelligenceConfiguration) => ({
		accountId: world.account.accountSid,
		...shown,
	});
	const find = (configurationId: string | undefined, path: string): IntelligenceConfiguration => {
		const configuration = configurations.get(configurationId ?? '');
		if (!configuration) throw notFound(path);
		return configuration;
	};

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
			rules: accept(world, rules, []),
			dateCreated: now,
			dateUpdated: now,
		};
		configurations.set(configuration.id, configuration);
		return { status: 201, body: view(configuration) };
	});
	router.on('GET', HOST, `${CONFIGURATIONS}/{id}`, (request, params) => ({
		status: 200,
		body: view(find(params.id, request.path)),
	}));
	router.on('PUT', HOST, `${CONFIGURATIONS}/{id}`, (request, params) => {
		const old = find(params.id, request.path);
		const { rules, ...fields } = readJson(request, body);
		const dateUpdated = new Date().toISOString();
		const replaced = {
			...fields,
			rules: accept(world, rules, old.rules),
			version: old.version + 1,
			isActive: false,
			dateUpdated,
		};
		return { status: 200, body: view(Object.assign(old, replaced)) };
	});
	router.on('DELETE', HOST, `${CONFIGURATIONS}/{id}`, (request, params) => {
		configurations.delete(find(params.id, request.path).id);
		return { status: 204 };
	});

	router.on('GET', HOST, OPERATORS, (request) => tokenPage(request, 'items', [...operators.values()]));
	router.on('GET', HOST, `${OPERATORS}/{id}`, (request, params) => {
		const operator = operators.get(params.id ?? '');
		if (!operator) throw notFound(request.path);
		return { status: 200, body: { ...operator, prompt: null } };
	});
}

/**
 * Rules as they are kept: a new one gets an id.
 *
 * The codes are those of Twilio's skill (see above). GUESS: a rule with an id that the configuration does not have is
 * refused; a PUT with one to a live account would settle it.
 * @throws TwilioError 400 for more than Twilio takes, and for an operator it does not have
 */
function accept(
	world: World,
	rules: readonly z.output<typeof rule>[],
	old: readonly IntelligenceRule[],
): IntelligenceRule[] {
	const refuse = invalidParameter;
	if (rules.length > 5) throw refuse('rules: at most 5 are allowed');
	return rules.map(({ id: ruleId = id('intelligence_configurationrule'), ...fields }, index) => {
		const at = `rules[${index}]`;
		const { operators, triggers, actions } = fields;
		if (operators.length < 1 || operators.length > 5) throw refuse(`${at}.operators: 1 to 5 are allowed`);
		if (triggers.length > 1) throw refuse(`${at}.triggers: at most 1 is allowed`);
		if (actions.length > 2) throw refuse(`${at}.actions: at most 2 are allowed`);
		const unknown = operators.find((operator) => !world.intelligenceOperators.has(operator.id));
		if (unknown) throw new TwilioError(400, 70001, `${at}: there is no operator ${unknown.id}`);
		const isNew = rules[index]?.id === undefined;
		if (!isNew && !old.some((each) => each.id === ruleId)) throw refuse(`${at}: there is no rule ${ruleId}`);
		return { id: ruleId, ...fields };
	});
}
