/** Send Message. */
import { events, state, studioWorld } from '../../../../support/flows';

const send = (to: string, body = 'Hello {{flow.data.name}}') =>
	state('send', 'send-message', { from: '{{flow.channel.address}}', to, body }, { sent: undefined });

test.each(['{{contact.channel.address}}', 'whatsapp:+15005550123', 'rcs:brand_agent'])(
	'Send Message sends to %s',
	async (to) => {
		const { run, world } = studioWorld();
		expect(events(await run({ name: 'Kim' }, send(to)))).toEqual(['sent']);
		expect(world.messages).toMatchObject([{ from: world.phoneNumber, body: 'Hello Kim' }]);
	},
);

test.each(['', 'web-chat-visitor', '5005550123'])(
	'Send Message fails for %j, which is not an address',
	async (to) => {
		const { run, world } = studioWorld();
		expect(events(await run({}, send(to)))).toEqual(['failed']);
		expect(world.messages).toEqual([]);
	},
);

test('Send Message fails without a text', async () => {
	const { run } = studioWorld();
	expect(events(await run({}, send('+15005550123', ' ')))).toEqual(['failed']);
});
