/** Whether the virtual agent receives the events of its conversations. */
import { useAccount } from '../../../support/emulated-account';

const account = useAccount();

const CHECK = 'orchestrator/status-callbacks';
const elsewhere = { url: 'https://crm.example.com/events?key=secret', method: 'POST' };

test('the agent’s callback is added, and others stay', async () => {
	account.configuration.statusCallbacks = [elsewhere];
	const finding = await account.onlyWrong(CHECK);
	expect(finding.found).toContain('https://crm.example.com/events');
	expect(finding.found).not.toContain('secret');
	await account.fix(finding);
	expect(account.configuration.statusCallbacks).toEqual([
		elsewhere,
		{ url: 'https://agent.example.com/webhook', method: 'POST' },
	]);
});

test.each([
	['another path', { url: 'https://agent.example.com/', method: 'POST' }],
	['another path, in place of its own', { url: 'https://agent.example.com/events', method: 'POST' }],
	['GET', { url: 'https://agent.example.com/webhook', method: 'GET' }],
	['HTTP', { url: 'http://agent.example.com/webhook', method: 'POST' }],
])('a callback to the agent’s domain by %s, which it refuses, is replaced', async (_what, callback) => {
	account.configuration.statusCallbacks = [callback, elsewhere];
	await account.fix(await account.onlyWrong(CHECK));
	expect(account.configuration.statusCallbacks).toEqual([
		elsewhere,
		{ url: 'https://agent.example.com/webhook', method: 'POST' },
	]);
});

test.each([
	['a redirect', { status: 307, headers: { location: 'https://agent.example.com/webhook' } }],
	['a web page', { status: 200, headers: { 'content-type': 'text/html' }, body: '<title>Parked</title>' }],
	['a request for a password', { status: 401 }],
])('a callback that gets %s is replaced, when the usual one is right', async (_what, fault) => {
	account.emulator.faults.add({ match: { path: '/webhook/' }, fault });
	account.configuration.statusCallbacks = [{ url: 'https://agent.example.com/webhook/', method: 'POST' }];
	await account.fix(await account.onlyWrong(CHECK));
	expect(account.configuration.statusCallbacks).toEqual([
		{ url: 'https://agent.example.com/webhook', method: 'POST' },
	]);
});

test.each([
	['twice', 'https://agent.example.com/webhook'],
	['by two URLs', 'https://agent.example.com/webhook?from=twilio'],
])('an agent that receives every event %s gets it once', async (_what, other) => {
	const usual = { url: 'https://agent.example.com/webhook', method: 'POST' };
	account.configuration.statusCallbacks = [{ url: other, method: 'POST' }, usual];
	await account.fix(await account.onlyWrong(CHECK));
	expect(account.configuration.statusCallbacks).toEqual([usual]);
});

test('a callback to a path that answers 404, as the usual one does, is neither right nor wrong', async () => {
	account.configuration.statusCallbacks = [{ url: 'https://agent.example.com/events', method: 'POST' }];
	account.emulator.faults.add({ match: { path: /^\/(events|webhook)$/ }, fault: { status: 404 } });
	expect(await account.finding(CHECK)).toMatchObject({ status: 'note', fixes: [] });
});

test('two other callbacks leave no room, until a person removes one', async () => {
	account.configuration.statusCallbacks = [elsewhere, { url: 'https://logs.example.com/', method: 'POST' }];
	const { fixes, advice } = await account.onlyWrong(CHECK);
	expect(fixes).toEqual([]);
	expect(advice).toContain('https://crm.example.com/events and https://logs.example.com/');
	account.configuration.statusCallbacks.pop();
	await account.fix(await account.onlyWrong(CHECK));
});

test.each([
	['https://crm.example.com/events', 'ok'],
	['http://agent.example.com/webhook', 'wrong'],
	['https://localhost:8000/webhook', 'wrong'],
	['https://your-domain.ngrok.app/webhook', 'wrong'],
])('while the agent’s domain is not set, a callback to %s is %s', async (url, status) => {
	account.options = { environment: { TWILIO_VOICE_PUBLIC_DOMAIN: '' } };
	account.configuration.statusCallbacks = [{ url, method: 'POST' }];
	expect((await account.finding(CHECK)).status).toBe(status);
});

test.each(['localhost:8000', 'agent.example.com,other.example.com', 'a0c346ee3825461b70780c9046414f1a'])(
	'callbacks are neither compared with %s nor sent there, by any check',
	async (domain) => {
		account.options = { environment: { TWILIO_VOICE_PUBLIC_DOMAIN: domain } };
		const findings = await account.findings();
		const wrong = findings.filter(({ status }) => status === 'wrong' || status === 'unreadable');
		expect(wrong.map(({ check }) => check)).toEqual(['agent-connect/settings']);
		const own = findings.filter(({ check }) => /^(phone-numbers|orchestrator)/.test(check));
		expect(new Set(own.map(({ status }) => status))).toEqual(new Set(['ok']));
		expect(JSON.stringify(findings)).not.toContain(domain);
	},
);

test.each(['agent.example.com', ''])(
	'an account that hands over calls only can do without callbacks (domain "%s")',
	async (domain) => {
		account.configuration.statusCallbacks = [];
		account.options = { only: 'voice', environment: { TWILIO_VOICE_PUBLIC_DOMAIN: domain } };
		const finding = await account.finding(CHECK);
		expect(finding).toMatchObject({ status: 'note', fixes: [] });
		expect(finding.advice).not.toContain('npx handoff setup');
		account.options = { only: 'messaging' };
		expect((await account.finding(CHECK)).status).toBe('wrong');
	},
);
