/** Two people run `handoff setup` on one account at the same time, each from a clone of their own. */
import { makeNewAccount, settingsOfNewAccount } from '../../../emulator/core/new-account';
import type { World } from '../../../emulator/core/world';
import { FLOW_NAME } from '../../../tools/account/studio/live-flow';
import { Clone } from './clone';

let people: readonly Clone[];
let world: World;

beforeAll(async () => {
	const first = await Clone.start();
	people = [first, await Clone.start(first.emulator)];
	({ world } = first.emulator);
	makeNewAccount(world);
	const { TWILIO_STUDIO_HANDOFF_FLOW_SID: _, ...settings } = settingsOfNewAccount(world);
	for (const each of people) each.addSettings(settings);
	// So that both are made into bundles already, and start together.
	for (const each of people) await each.handoff('--version');
}, 120_000);

afterAll(async () => {
	for (const each of people.toReversed()) await each.stop();
});

const flows = () => [...world.flows.values()].filter(({ friendlyName }) => friendlyName === FLOW_NAME);

test('two people who run setup at once end with one of everything, or read which flow to remove', async () => {
	const outcomes = await Promise.all(people.map((each) => each.setup('--yes')));
	const said = outcomes.map(({ output }) => output).join('\n');
	expect(said).not.toMatch(/^ {4}at /m);
	for (const { sid } of flows().slice(1)) {
		expect(said).toMatch(/Delete FW\w+/);
		// As the message says.
		world.flows.delete(/Delete (FW\w+)/.exec(said)?.[1] ?? sid);
	}
	// Whoever was stopped runs it again.
	for (const each of people) {
		const { code, output } = await each.setup('--yes');
		expect({ code, output }).toMatchObject({ code: 0 });
	}
	expect(flows()).toHaveLength(1);
	expect([...world.serverless.services.values()]).toHaveLength(1);
	const attached = [...world.configurations.values()].map((each) => each.intelligenceConfigurationIds);
	expect(attached).toEqual([[expect.any(String)]]);
	const addresses = [...world.addressConfigurations.values()].map(({ type, address }) => type + address);
	expect(new Set(addresses).size).toBe(addresses.length);
	// Neither undoes what the other did.
	const again = await people[0]?.setup('--yes');
	expect(again).toMatchObject({ code: 0, output: expect.stringContaining('Nothing was changed.') });
}, 300_000);
