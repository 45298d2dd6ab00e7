/** The check conversations-classic/web-chat. */
import { addForeignFlow } from '../../../../emulator/core/new-account';
import { useAccount } from '../../../support/emulated-account';

const CHECK = 'conversations-classic/web-chat';
const FLOW_SID = `FW${'1'.repeat(32)}`;
const SID = `IG${'9'.repeat(32)}`;
const account = useAccount();

function addChat(autoCreation: {
	enabled: boolean;
	type: 'studio' | 'default';
	studioFlowSid?: string;
}): void {
	const { addressConfigurations } = account.world;
	addressConfigurations.set(SID, { sid: SID, type: 'chat', address: 'shop', friendlyName: '', autoCreation });
}

test('an account without web chats is ok', async () => {
	expect((await account.finding(CHECK)).status).toBe('ok');
});

test('a web chat that goes to a flow is a note without a fix: it may be the virtual agent’s or not', async () => {
	const { world } = account.emulator;
	addForeignFlow(world, FLOW_SID, 'Web chat');
	addChat({ enabled: true, type: 'studio', studioFlowSid: FLOW_SID });
	const { status, found, fixes } = await account.finding(CHECK);
	expect([status, fixes]).toEqual(['note', []]);
	expect(found).toMatch(new RegExp(`chat to shop .* "Web chat" \\(${FLOW_SID}\\)$`));
});

test('a web chat that goes nowhere else is ok', async () => {
	addChat({ enabled: true, type: 'default' });
	expect((await account.finding(CHECK)).status).toBe('ok');
});
