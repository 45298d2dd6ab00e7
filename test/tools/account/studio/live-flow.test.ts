/** Which flow is this project's, and what of a flow that others made can be read. */
import type { Emulator } from '../../../../emulator/core/emulator';
import { addForeignFlow } from '../../../../emulator/core/new-account';
import template from '../../../../studio/agent-handoff.json';
import { FlowChoiceError, SetupError } from '../../../../tools/account/errors';
import {
	FLOW_NAME,
	findLiveFlow,
	publishFlow,
	readRevision,
	schemaProblems,
} from '../../../../tools/account/studio/live-flow';
import { planFlow } from '../../../../tools/deploy/flow-plan';
import { clientOf, useEmulator } from '../../../support/client';
import { failureOf } from '../../../support/fakes';
import { VALUES } from '../../../support/flow-edits';

let emulator: Emulator;
useEmulator((started) => {
	emulator = started;
});
beforeEach(() => emulator.world.flows.clear());

const OTHER = `FW${'0'.repeat(31)}1`;
const find = (sid?: string, known?: string) =>
	findLiveFlow(clientOf(emulator), sid, async () =>
		known === undefined ? undefined : { variables: { TWILIO_STUDIO_HANDOFF_FLOW_SID: known } },
	);

/** Deploys this project's flow, as one that was renamed then. @returns its SID */
async function deploy(name = FLOW_NAME): Promise<string> {
	const { definition, commitMessage } = planFlow(undefined, VALUES, undefined, template);
	const { sid } = await publishFlow(clientOf(emulator), { name: FLOW_NAME }, definition, commitMessage);
	Object.assign(emulator.world.flows.get(sid) ?? {}, { friendlyName: name });
	return sid;
}

/** As the Console saves it. */
function edit(sid: string): void {
	const revisions = emulator.world.flows.get(sid)?.revisions ?? [];
	const last = revisions.at(-1);
	if (last) revisions.push({ ...last, commitMessage: '' });
}

describe('without a flow SID', () => {
	test('a renamed flow is found by its stamp', async () => {
		addForeignFlow(emulator.world, OTHER, 'Sales');
		const sid = await deploy('Our hotline');
		expect(await find()).toMatchObject({ sid, friendlyName: 'Our hotline' });
	});

	test('a renamed and edited flow is the one that the Functions know', async () => {
		const sid = await deploy('Our hotline');
		edit(sid);
		expect(await find()).toBeUndefined();
		expect(await find(undefined, sid)).toMatchObject({ sid });
		expect(await find(undefined, 'FW/../../x')).toBeUndefined();
	});

	test('the flow that the Functions know comes before one of the right name, unless it is gone or another project’s', async () => {
		const renamed = await deploy('Our hotline');
		edit(renamed);
		const named = await deploy();
		addForeignFlow(emulator.world, OTHER, 'Sales');
		expect(await find(undefined, renamed)).toMatchObject({ sid: renamed });
		for (const known of [OTHER, `FW${'f'.repeat(32)}`, undefined])
			expect(await find(undefined, known)).toMatchObject({ sid: named });
	});

	test('the flow is found by its stamp although the Functions can’t be read', async () => {
		const sid = await deploy();
		const broken = () => Promise.reject(new Error('Twilio answered 403.'));
		expect(await findLiveFlow(clientOf(emulator), undefined, broken)).toMatchObject({ sid });
	});

	test.each([FLOW_NAME, 'Our hotline'])('of several flows named %j the user chooses', async (name) => {
		const sids = [await deploy('x'), await deploy('x')];
		for (const sid of sids) Object.assign(emulator.world.flows.get(sid) ?? {}, { friendlyName: name });
		const error = await failureOf(() => find());
		expect(error).toBeInstanceOf(FlowChoiceError);
		for (const sid of sids) expect(String(error)).toContain(sid);
	});
});

test('a SID that names no flow is an error of the command’s own, and the Functions are not asked', async () => {
	const asked = jest.fn();
	const error = await failureOf(() => findLiveFlow(clientOf(emulator), OTHER, asked));
	expect(error).toBeInstanceOf(FlowChoiceError);
	expect(error).not.toHaveProperty('status');
	expect(asked).not.toHaveBeenCalled();
});

describe('a flow that our schema does not fit', () => {
	const odd = (definition: object) => {
		addForeignFlow(emulator.world, OTHER, 'Sales');
		const [revision] = emulator.world.flows.get(OTHER)?.revisions ?? [];
		Object.assign(revision ?? {}, { definition });
	};
	const states = [
		{ name: 'Trigger', type: 'trigger', properties: {}, transitions: [{ event: 'x', next: null }] },
	];

	test('is read whole, and what is odd is named by its place', async () => {
		const definition = { description: null, initial_state: 'Trigger', states, theirs: 1 };
		odd(definition);
		const live = await find(OTHER);
		expect(live?.definition).toEqual(definition);
		expect((await readRevision(clientOf(emulator), OTHER, 1)).definition).toEqual(definition);
		expect(schemaProblems(definition).map((each) => each.split(':')[0])).toEqual([
			'description',
			'flags',
			'Trigger.offset',
			'Trigger, on x',
		]);
	});

	test('and has no widgets at all, is an error that says what is missing', async () => {
		odd({ description: 'x', initial_state: 'x', flags: {} });
		const error = await failureOf(() => find(OTHER));
		expect(error).toBeInstanceOf(SetupError);
		expect(error).toMatchObject({ message: expect.stringMatching(`Revision 1 of flow ${OTHER}.* states: `) });
	});
});
