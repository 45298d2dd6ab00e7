/** The agent's credentials and the flow it hands over to, against an account: each fault makes one finding. */
import { Emulator } from '../../../../emulator/core/emulator';
import { HandoffError } from '../../../../src/http/errors';
import type { FlowView } from '../../../../tools/account/account-view';
import { agentConnect } from '../../../../tools/doctor/agent-connect';
import type { Finding } from '../../../../tools/doctor/engine/check';
import { environmentOf, flow, type ViewOptions, viewOf } from '../../../support/account-view';
import { deployed, faults, findings, fix } from '../engine/findings';

const FLOW = 'TWILIO_STUDIO_HANDOFF_FLOW_SID';
const OTHER = `FW${'2'.repeat(32)}`;

describe('the agent’s side', () => {
	let emulator: Emulator;
	const view = ({ project, ...options }: ViewOptions = {}) =>
		viewOf(emulator, { ...options, project: { ...deployed, ...project } });
	/** The one thing that is wrong. */
	const one = async (options: ViewOptions): Promise<Finding> => {
		const found = await faults(view(options));
		const [only, ...others] = found;
		expect(others).toEqual([]);
		if (!only) throw new Error('nothing is wrong');
		return only;
	};

	beforeAll(async () => {
		emulator = await Emulator.start();
	});
	beforeEach(() => {
		const { world, faults } = emulator;
		faults.clear();
		world.flows.clear();
		world.apiKeys.set(world.account.apiKey, { sid: world.account.apiKey, friendlyName: 'virtual agent' });
		Object.assign(world, { accountStatus: 'active', accountType: 'Full' });
	});
	afterAll(async () => {
		await emulator.stop();
		expect(emulator.crashes).toEqual([]);
	});

	test('nothing is wrong where nothing is', async () => {
		const all = await findings(view());
		expect([...all.values()].filter(({ status }) => status !== 'ok').map(({ check }) => check)).toEqual([
			'flex/voice-summary',
			'flex/messaging-summary',
		]);
		expect(all.get('agent-connect/credentials')?.found).toBe('"Emulated account", active');
		expect(all.get('agent-connect/api-key')?.found).toBe('"virtual agent", accepted');
		expect(all.get('agent-connect/flow-sid')?.found).toBe(`"AI-to-human handoff" (${flow.sid})`);
	});

	test('nothing that is found tells a secret', async () => {
		emulator.world.apiKeys.clear();
		const told = JSON.stringify([...(await findings(view())).values()]);
		const { authToken, apiSecret } = emulator.world.account;
		expect(told).not.toContain(authToken);
		expect(told).not.toContain(apiSecret);
	});

	test.each([
		[401, undefined, 'Twilio refuses them'],
		[403, undefined, 'Twilio knows them, and lets them read nothing: they may be test credentials'],
		[401, 20005, 'the account is not active'],
	])('credentials that are answered %i (code %s)', async (status, code, found) => {
		const fault = { status, ...(code !== undefined && { code }) };
		emulator.faults.add({ match: { path: /\/Accounts\/AC\w+\.json$/ }, fault });
		expect(await one({})).toMatchObject({ check: 'agent-connect/credentials', found });
	});

	test('an account that is suspended or closed may be why they are refused', async () => {
		emulator.faults.add({ match: { path: /\/Accounts\/AC\w+\.json$/ }, fault: { status: 401, code: 20003 } });
		const { advice } = await one({});
		expect(advice).toMatch(/^Copy both from .* whether the account is suspended or closed\.$/);
	});

	test('Twilio failing is no fault of the credentials', async () => {
		emulator.faults.add({ match: { path: /\/Accounts\/AC\w+\.json$/ }, fault: { status: 500 } });
		expect(await one({})).toMatchObject({ check: 'agent-connect/credentials', status: 'unreadable' });
	});

	test('a suspended account, and a trial', async () => {
		emulator.world.accountType = 'Trial';
		const trial = await findings(view());
		expect(trial.get('agent-connect/credentials')).toMatchObject({
			status: 'ok',
			found: expect.stringContaining('a trial: it reaches numbers you have verified'),
		});
		emulator.world.accountStatus = 'suspended';
		expect(await one({})).toMatchObject({ found: 'the account "Emulated account" is suspended' });
	});

	test('credentials that are not filled in are the settings’ fault alone', async () => {
		expect(await one({ environment: { AUTH_TOKEN: 'short' } })).toMatchObject({
			check: 'agent-connect/settings',
		});
		expect(await one({ environment: { TWILIO_API_SECRET: '' } })).toMatchObject({
			check: 'agent-connect/settings',
		});
		expect(await one({ environment: { [FLOW]: 'FW1' } })).toMatchObject({ check: 'agent-connect/settings' });
	});

	test('a key that was deleted', async () => {
		emulator.world.apiKeys.clear();
		expect(await one({})).toMatchObject({
			check: 'agent-connect/api-key',
			found: expect.stringContaining('the account has no such key'),
		});
	});

	test('a secret of another key', async () => {
		expect(await one({ environment: { TWILIO_API_SECRET: 'another' } })).toMatchObject({
			check: 'agent-connect/api-key',
			found: expect.stringContaining('TWILIO_API_SECRET is not its secret'),
		});
	});

	test('a key that may not read the configuration', async () => {
		emulator.faults.add({ match: { path: /\/Configurations/ }, fault: { status: 403 } });
		expect(await one({})).toMatchObject({
			check: 'agent-connect/api-key',
			found: expect.stringContaining('a restricted key'),
		});
	});

	test('a key of another account', async () => {
		emulator.faults.add({ match: { path: /\/Keys\/SK/ }, fault: { status: 404 } });
		expect(await one({})).toMatchObject({
			check: 'agent-connect/api-key',
			found: expect.stringContaining('it is another account’s'),
		});
	});

	test('a restricted key, which only the newer API may know', async () => {
		emulator.faults
			.add({ match: { host: 'api.twilio.com', path: /\/Keys\/SK/ }, fault: { status: 404 } })
			.add({ match: { host: 'iam.twilio.com' }, fault: { status: 200, body: { friendly_name: 'narrow' } } });
		const found = (await findings(view())).get('agent-connect/api-key');
		expect(found).toMatchObject({ status: 'ok', found: '"narrow", accepted' });
	});

	test('without an Orchestrator configuration the key is tried on the list', async () => {
		const found = await findings(view({ environment: { TWILIO_CONVERSATION_CONFIGURATION_ID: '' } }));
		expect(found.get('agent-connect/api-key')?.status).toBe('ok');
		expect(emulator.requests.some(({ url }) => url.endsWith('Configurations?pageSize=1'))).toBe(true);
	});

	describe('the flow’s SID', () => {
		const check = 'agent-connect/flow-sid';
		/** Where the fix leads: what `.env` has then, and whether the flow that is there is then the right one. */
		const fixed = async (options: ViewOptions): Promise<string | undefined> => {
			const account = view(options);
			const environment = await fix(account, await faults(account, [agentConnect]));
			return environment[FLOW];
		};

		/** The change that makes one, whatever it is called. */
		const makesFlow = {
			stage: 'deploy',
			edits: [{ edit: 'set', resource: 'env', id: '', path: [FLOW], before: flow.sid, after: '' }],
			deploy: true,
		};

		test('not set, though there is a flow: set', async () => {
			const options = { environment: { [FLOW]: '' } };
			expect(await one(options)).toMatchObject({ check, found: expect.stringContaining('not set, and') });
			expect(await fixed(options)).toBe(flow.sid);
			expect(await faults(view({ environment: { [FLOW]: flow.sid } }))).toEqual([]);
		});

		test('not set and no flow: the missing flow is what is wrong', async () => {
			const project = { flow: async () => undefined };
			const { check, fixes } = await one({ environment: { [FLOW]: '' }, project });
			expect([check, fixes.map(({ deploy }) => deploy)]).toEqual(['studio/deployed', [true]]);
		});

		test('another flow, though there is one of ours: set to that', async () => {
			const project = { flow: async () => ({ ...flow, version: undefined, others: [OTHER] }) };
			expect(await one({ project })).toMatchObject({ check, found: expect.stringContaining(`${OTHER} is`) });
			expect(await fixed({ project })).toBe(OTHER);
		});

		test('another flow, and several of ours: for people to choose', async () => {
			const others = [OTHER, `FW${'3'.repeat(32)}`];
			const project = { flow: async () => ({ ...flow, version: undefined, others }) };
			expect(await one({ project })).toMatchObject({
				check,
				fixes: [],
				found: expect.stringContaining(OTHER),
			});
		});

		describe('another flow, and none of ours', () => {
			const theirs = { ...flow, name: 'Sales', version: undefined };

			test('one change empties the setting and makes a flow', async () => {
				const project = { flow: async () => theirs, flowByName: async () => undefined };
				const { check: name, fixes } = await one({ project });
				expect([name, fixes]).toEqual([
					check,
					[
						{
							...makesFlow,
							title: `Make a flow of this project (npm run deploy); ${flow.sid} is left as it is`,
						},
					],
				]);
			});

			test('that has the name of ours, and would be in the way of a deployment', async () => {
				const project = { flow: async () => theirs, flowByName: async () => theirs };
				expect(await one({ project })).toMatchObject({
					check,
					advice: expect.stringMatching(/^Give the flow "Sales" \(FW\w+\) another name/),
					fixes: [],
				});
			});
		});

		test('a flow of the same name that is not ours is left to people', async () => {
			const project = { flow: async () => ({ ...flow, version: undefined }) };
			const options = { environment: { [FLOW]: '' }, project };
			expect(await one(options)).toMatchObject({ check, fixes: [] });
		});

		describe('leads nowhere', () => {
			const astray = new HandoffError(404, 'misconfigured', 'no such flow', { field: FLOW });
			const nowhere = (flowByName: () => Promise<FlowView | undefined>) => ({
				flow: () => Promise.reject(astray),
				flowByName,
			});

			test('and there is no other: one change empties the setting and makes a flow', async () => {
				const project = nowhere(async () => undefined);
				const { found, fixes } = await one({ project });
				expect([found, fixes]).toEqual([
					`the account has no flow ${flow.sid}`,
					[{ ...makesFlow, title: 'Make a flow of this project (npm run deploy)' }],
				]);
			});

			test('and somebody else’s has the name of ours: for people to rename', async () => {
				const project = nowhere(async () => ({ ...flow, sid: OTHER, version: undefined }));
				expect(await one({ project })).toMatchObject({
					check,
					advice: expect.stringContaining(`(${OTHER}) another name`),
					fixes: [],
				});
			});

			test('and there is one of ours: set to that', async () => {
				const project = nowhere(async () => ({ ...flow, sid: OTHER }));
				expect(await one({ project })).toMatchObject({ check, found: expect.stringContaining(OTHER) });
				expect(await fixed({ project })).toBe(OTHER);
			});

			test('and there are several: for people to choose', async () => {
				const project = nowhere(() => Promise.reject(astray));
				expect(await one({ project })).toMatchObject({ check, status: 'wrong', fixes: [] });
			});
		});

		test('Twilio failing is no fault of it', async () => {
			const broken = new HandoffError(502, 'twilio_error', 'Twilio answered 500.');
			const found = await faults(view({ project: { flow: () => Promise.reject(broken) } }));
			expect(new Set(found.map(({ status }) => status))).toEqual(new Set(['unreadable']));
		});
	});

	test('TAC’s two names for the account are enough', async () => {
		const { ACCOUNT_SID = '', AUTH_TOKEN = '' } = environmentOf(emulator);
		const environment = { TWILIO_ACCOUNT_SID: ACCOUNT_SID, TWILIO_AUTH_TOKEN: AUTH_TOKEN };
		expect(await faults(view({ environment }))).toEqual([]);
	});
});
