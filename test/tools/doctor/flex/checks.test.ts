/** What is said of Flex: each fault makes one finding, and its fix, where it has one, leaves none. */
import { Emulator } from '../../../../emulator/core/emulator';
import { flexConfiguration, seed } from '../../../../emulator/core/healthy-account';
import type { World } from '../../../../emulator/core/world';
import type { AccountView } from '../../../../tools/account/account-view';
import { agentConnect } from '../../../../tools/doctor/agent-connect';
import { flex } from '../../../../tools/doctor/flex';
import { type ViewOptions, viewOf } from '../../../support/account-view';
import * as all from '../engine/findings';

const WORKFLOW = 'TWILIO_FLEX_WORKFLOW_SID';
const VOICE = 'TWILIO_FLEX_VOICE_CHANNEL_SID';
const CHAT = 'TWILIO_FLEX_CHAT_CHANNEL_SID';
/** The other products have nothing to do with it. */
const findings = (account: AccountView) => all.findings(account, [flex]);
const faults = (account: AccountView) => all.faults(account, [flex]);

const ELSEWHERE = '9'.repeat(32);

describe('Flex', () => {
	let emulator: Emulator;
	let world: World;
	const view = (options: ViewOptions = {}) => viewOf(emulator, { ...options, project: all.deployed });
	const workflow = () => {
		const only = world.workflows.get(world.workflowSid);
		if (!only) throw new Error('there is no workflow');
		return only;
	};
	/** What one check says. */
	const found = async (name: string, options: ViewOptions = {}) => {
		const checks = flex.checks.filter((check) => `flex/${check.name}` === name);
		return (await all.findings(view(options), [{ ...flex, checks }])).get(name);
	};
	/** Applies the fixes of what is wrong. @returns what is wrong then */
	const fixed = async (options: ViewOptions = {}) => {
		const account = view(options);
		const environment = await all.fix(account, await faults(account));
		return faults(view({ ...options, environment: { ...options.environment, ...environment } }));
	};

	beforeAll(async () => {
		emulator = await Emulator.start();
		world = emulator.world;
	});
	beforeEach(() => {
		emulator.faults.clear();
		for (const map of [world.workflows, world.taskQueues, world.taskChannels, world.workers]) map.clear();
		seed(world);
		Object.assign(world.flexConfiguration, flexConfiguration(world));
	});
	afterAll(async () => {
		await emulator.stop();
		expect(emulator.crashes).toEqual([]);
	});

	test('as it should be', async () => {
		const said = await findings(view());
		expect([...said.values()].map(({ check, status, found }) => [check, status, found])).toEqual([
			['flex/instance', 'ok', `ready, workspace ${world.workspaceSid}`],
			['flex/ui-version', 'ok', '2.17.1'],
			['flex/workflow', 'ok', `"Assign to Anyone" (${world.workflowSid})`],
			['flex/task-channels', 'ok', `"voice" ${world.voiceChannelSid}, "chat" ${world.chatChannelSid}`],
			[
				'flex/routing',
				'ok',
				'a call goes by the filter "Anyone" to "Everyone"; an SMS goes by the filter "Anyone" to "Everyone"',
			],
			['flex/workers', 'ok', '"Everyone": 2 people, 1 available now'],
			['flex/voice-summary', 'note', expect.stringContaining('cannot be read')],
			['flex/messaging-summary', 'note', expect.stringContaining('cannot be read')],
		]);
	});

	test('with calls alone, nothing is said of messages', async () => {
		world.taskChannels.delete(world.chatChannelSid);
		expect(await faults(view({ only: 'voice', environment: { [CHAT]: '' } }))).toEqual([]);
		expect((await found('flex/routing', { only: 'voice' }))?.found).not.toContain('SMS');
		expect((await found('flex/messaging-summary', { only: 'voice' }))?.status).toBe('skipped');
	});

	describe('not set up', () => {
		test.each(['inprogress', 'notstarted'] as const)('%s', async (status) => {
			world.flexConfiguration.status = status;
			expect(await faults(view())).toMatchObject([{ check: 'flex/instance', status: 'wrong' }]);
		});

		test('no workspace', async () => {
			world.flexConfiguration.taskrouterWorkspaceSid = '';
			expect(await faults(view())).toMatchObject([{ check: 'flex/instance', status: 'wrong' }]);
		});

		test('no Flex at all', async () => {
			emulator.faults.add({ match: { path: '/v1/Configuration' }, fault: { status: 404 } });
			expect(await faults(view())).toMatchObject([
				{ check: 'flex/instance', found: 'the account has no Flex' },
			]);
		});

		test('Twilio failing is not having no Flex', async () => {
			emulator.faults.add({ match: { path: '/v1/Configuration' }, fault: { status: 500 } });
			const wrong = await faults(view());
			expect(new Set(wrong.map(({ status }) => status))).toEqual(new Set(['unreadable']));
		});
	});

	describe('the UI’s version', () => {
		test.each([
			'2.18.0',
			'2.18.0-alpha.1',
			'~2.18.0-alpha.1',
			'~2.17.1-beta.2',
			'3.0.0-beta.1',
			'~2.17.0',
			'~2',
			'2.x',
			'2.n',
			'2.17.n',
			'2.auto',
			'3.0.0',
		])('%s is recent enough', async (uiVersion) => {
			world.flexConfiguration.uiVersion = uiVersion;
			expect(await found('flex/ui-version')).toMatchObject({ status: 'ok', found: uiVersion });
		});

		test.each([
			['2.17.0', '2.17.1'],
			['2.17.1-beta.1', '2.17.1'],
			['~2.15.0', '~2.17.1'],
			['2.15.x', '~2.17.1'],
			['2.5.n', '2.17.n'],
			['2.5.auto', '2.17.auto'],
		])('%s becomes %s', async (before, after) => {
			world.flexConfiguration.uiVersion = before;
			world.flexConfiguration.uiAttributes = { theme: 'dark' };
			expect(await faults(view())).toMatchObject([{ check: 'flex/ui-version', found: before }]);
			expect(await fixed()).toEqual([]);
			expect(world.flexConfiguration).toMatchObject({ uiVersion: after, uiAttributes: { theme: 'dark' } });
		});

		test.each(['~1.34.0', '1.n'])(
			'a step over a major version is for people to take: %s',
			async (uiVersion) => {
				world.flexConfiguration.uiVersion = uiVersion;
				expect(await faults(view())).toMatchObject([{ check: 'flex/ui-version', fixes: [] }]);
			},
		);

		test.each(['', 'latest', 'n'])('"%s" cannot be judged', async (uiVersion) => {
			world.flexConfiguration.uiVersion = uiVersion;
			expect(await found('flex/ui-version')).toMatchObject({ status: 'note' });
		});
	});

	describe('the workflow', () => {
		const unset = { environment: { [WORKFLOW]: '' } };
		const foreign = { environment: { [WORKFLOW]: `WW${ELSEWHERE}` } };
		const addWorkflow = () => {
			const sid = `WW${'8'.repeat(32)}`;
			world.workflows.set(sid, { ...workflow(), sid, friendlyName: 'Sales' });
		};

		test('not set, and the only one', async () => {
			expect(await faults(view(unset))).toEqual([]);
			expect((await found('flex/workflow', unset))?.found).toContain('the only one');
		});

		test('not set, and several', async () => {
			addWorkflow();
			expect(await faults(view(unset))).toMatchObject([
				{
					check: 'flex/workflow',
					found: `${WORKFLOW} is not set, and Flex has: "Assign to Anyone" (${world.workflowSid}), Flex’s own default; "Sales" (WW${'8'.repeat(32)})`,
					fixes: [],
				},
			]);
		});

		test('another account’s, and there is one: set to that', async () => {
			expect(await faults(view(foreign))).toMatchObject([{ check: 'flex/workflow' }]);
			expect(await fixed(foreign)).toEqual([]);
		});

		test('another account’s, and there are several: for people to choose', async () => {
			addWorkflow();
			expect(await faults(view(foreign))).toMatchObject([{ check: 'flex/workflow', fixes: [] }]);
		});

		test('none at all', async () => {
			world.workflows.clear();
			expect(await faults(view())).toMatchObject([{ check: 'flex/workflow', fixes: [] }]);
		});

		test('malformed, which the settings’ check says', async () => {
			const account = view({ environment: { [WORKFLOW]: 'WW1', [VOICE]: 'TC1' } });
			const wrong = await all.faults(account, [agentConnect, flex]);
			expect(wrong).toMatchObject([{ check: 'agent-connect/settings' }]);
		});
	});

	describe('the task channels', () => {
		test('not set, and there', async () => {
			expect(await faults(view({ environment: { [VOICE]: '', [CHAT]: '' } }))).toEqual([]);
		});

		test('taken for each other: each set to the other', async () => {
			const environment = { [VOICE]: world.chatChannelSid, [CHAT]: world.voiceChannelSid };
			expect(await faults(view({ environment }))).toMatchObject([
				{
					check: 'flex/task-channels',
					found: `${VOICE} is "chat", not "voice"; ${CHAT} is "voice", not "chat"`,
				},
			]);
			expect(await fixed({ environment })).toEqual([]);
		});

		test('those of the half that is not handed over go into the flow as well', async () => {
			const environment = { [VOICE]: world.chatChannelSid, [CHAT]: world.chatChannelSid };
			expect(await faults(view({ environment, only: 'messaging' }))).toMatchObject([
				{ check: 'flex/task-channels', found: `${VOICE} is "chat", not "voice"` },
			]);
			expect(await faults(view({ environment: { [VOICE]: '' }, only: 'messaging' }))).toEqual([]);
		});

		test('another account’s', async () => {
			const environment = { [CHAT]: `TC${ELSEWHERE}` };
			expect(await faults(view({ environment }))).toMatchObject([{ check: 'flex/task-channels' }]);
			expect(await fixed({ environment })).toEqual([]);
		});

		test('not set, and not there', async () => {
			world.taskChannels.delete(world.voiceChannelSid);
			expect(await faults(view({ environment: { [VOICE]: '' } }))).toMatchObject([
				{ check: 'flex/task-channels', found: 'Flex has no task channel "voice"', fixes: [] },
			]);
		});
	});

	describe('the routing', () => {
		const filter = (expression: string, queue: string = world.taskQueueSid) => ({
			filter_friendly_name: 'Theirs',
			expression,
			targets: [{ queue, priority: 5, timeout: 60 }],
		});
		const routeBy = (filters: ReturnType<typeof filter>[], default_filter?: object) => {
			workflow().configuration = { task_routing: { filters, ...(default_filter && { default_filter }) } };
		};

		test('no filter and no default: a default is added, and nothing else changed', async () => {
			const filters = [filter('channel == "SMS"')];
			routeBy(filters);
			expect(await faults(view())).toMatchObject([
				{
					check: 'flex/routing',
					found:
						'a call fits no filter, unless your own attributes do, and there is no default queue; an SMS goes by the filter "Theirs" to "Everyone"',
				},
			]);
			expect(await fixed()).toEqual([]);
			expect(workflow()).toMatchObject({
				friendlyName: 'Assign to Anyone',
				configuration: { task_routing: { filters, default_filter: { queue: world.taskQueueSid } } },
			});
		});

		test('a default that names no queue gets one', async () => {
			routeBy([], {});
			expect(await faults(view())).toMatchObject([{ check: 'flex/routing' }]);
			expect(await fixed()).toEqual([]);
		});

		test('without a queue of Flex’s own there is no fix', async () => {
			routeBy([]);
			world.flexConfiguration.taskrouterTargetTaskqueueSid = `WQ${ELSEWHERE}`;
			expect(await faults(view())).toMatchObject([{ check: 'flex/routing', fixes: [] }]);
		});

		test('that only the default takes handoffs is told', async () => {
			routeBy([filter('department == "sales"')], { queue: world.taskQueueSid });
			expect(await found('flex/routing')).toMatchObject({
				status: 'ok',
				found: expect.stringContaining(
					'fits no filter, unless your own attributes do, and goes to the default queue "Everyone"',
				),
			});
		});

		test('a filter that cannot be read is told, and judged neither way', async () => {
			routeBy([filter('channel =~ "V.*"')]);
			expect(await found('flex/routing')).toMatchObject({
				status: 'note',
				found: expect.stringContaining('could not be judged'),
			});
			expect(await faults(view())).toEqual([]);
		});

		describe('a filter that fits and names no queue', () => {
			const toNowhere = () => ({ ...filter('1==1'), targets: [] });

			test('is wrong, default queue or not, and people have to fix it', async () => {
				routeBy([toNowhere(), filter('1==1')], { queue: world.taskQueueSid });
				expect(await faults(view())).toMatchObject([
					{
						check: 'flex/routing',
						found:
							'a call goes by the filter "Theirs", which leads to no queue; an SMS goes by the filter "Theirs", which leads to no queue',
						advice: expect.stringContaining('Give that filter a queue'),
						fixes: [],
					},
				]);
				expect(await found('flex/workers')).toMatchObject({ status: 'skipped' });
			});

			test('after one that cannot be read: judged neither way', async () => {
				routeBy([filter('channel =~ "V.*"'), toNowhere()]);
				expect(await found('flex/routing')).toMatchObject({ status: 'note' });
				expect(await faults(view())).toEqual([]);
			});

			test('a later target with a queue takes the task', async () => {
				const target = { queue: world.taskQueueSid, priority: 5, timeout: 60 };
				routeBy([{ ...toNowhere(), targets: [{ ...target, queue: '' }, target] }]);
				expect(await faults(view())).toEqual([]);
			});
		});

		test('what Twilio adds to a task counts', async () => {
			routeBy([filter('channelType == "sms" OR call_sid != null')]);
			expect(await faults(view())).toEqual([]);
		});

		test('a queue that is gone', async () => {
			routeBy([filter('1==1', `WQ${ELSEWHERE}`)]);
			expect(await faults(view())).toMatchObject([
				{ check: 'flex/workers', found: `there is no queue WQ${ELSEWHERE}`, fixes: [] },
			]);
		});
	});

	describe('the people', () => {
		test('nobody belongs to the queue', async () => {
			world.workers.clear();
			expect(await faults(view())).toMatchObject([
				{ check: 'flex/workers', found: '"Everyone": 0 people', fixes: [] },
			]);
		});

		test('nobody is available now, which is no fault', async () => {
			for (const worker of world.workers.values()) worker.available = false;
			expect(await found('flex/workers')).toMatchObject({
				status: 'ok',
				found: '"Everyone": 2 people, 0 available now',
			});
		});

		test('an empty queue is no fault when the task moves on to people', async () => {
			const empty = `WQ${'7'.repeat(32)}`;
			world.taskQueues.set(empty, { sid: empty, friendlyName: 'Experts', targetWorkers: '1==2' });
			const targets = [{ queue: empty, timeout: 30 }, { queue: world.taskQueueSid }];
			workflow().configuration = { task_routing: { filters: [{ expression: '1==1', targets }] } };
			expect(await found('flex/workers')).toMatchObject({
				status: 'ok',
				found: '"Experts": 0 people; "Everyone": 2 people, 1 available now',
			});
		});
	});
});
