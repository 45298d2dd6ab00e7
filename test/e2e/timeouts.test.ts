/**
 * 504 `twilio_timeout`: Twilio hangs, and the answer leaves before TAC, Studio and the platform give up at ten seconds.
 * @module
 */
import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, useLocalStack } from '../support/local-stack';
import { expectError } from './expectations';

const stage = useLocalStack();

const DEADLINE_MS = 9_500;

function customer() {
	return stage.world.addMessagingConversation({ channel: 'SMS', address: '+15005550123' }).conversation;
}

/** Makes Twilio hang on one part of one conversation. */
function hangOn(part: (id: string) => string, times = Number.POSITIVE_INFINITY): string {
	const { id } = customer();
	stage.emulator.faults.add({ match: { path: part(id) }, times, fault: { hang: true } });
	return id;
}

const participants = (id: string) => `/v2/Conversations/${id}/Participants`;
const conversation = (id: string) => `/v2/Conversations/${id}`;

test('every endpoint answers 504 in time when Twilio hangs, and 200 when only the first attempt does', async () => {
	const handOff = (id: string) => stage.post('/handoff', stage.tacForm({ id }, { to: '+15005550123' }));
	stage.emulator.faults.add({ match: { path: /Executions$/ }, fault: { hang: true } });
	const requests: (() => Promise<Answer>)[] = [
		() => stage.get('/participant-lookup', { conversationId: hangOn(participants) }),
		() => stage.get('/service-sid', { conversationId: hangOn(conversation) }),
		() => handOff(hangOn(conversation)),
		() => handOff(customer().id),
		() => stage.get('/participant-lookup', { conversationId: hangOn(participants, 1) }),
	];
	// Not all at the same moment: starting five processes is not what is measured.
	const answers = await Promise.all(requests.map((ask, index) => wait(index * 700).then(ask)));
	const asked = answers.pop();

	for (const answer of answers) {
		expectError(answer, { status: 504, code: 'twilio_timeout', retryable: true });
		expect(answer.ms).toBeLessThan(DEADLINE_MS);
	}
	expect(asked?.status).toBe(200);
	expect(asked?.ms).toBeLessThan(DEADLINE_MS);
	// A second flow would bring a second person.
	expect(stage.started()).toHaveLength(1);
});
