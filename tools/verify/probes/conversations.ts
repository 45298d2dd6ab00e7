/**
 * What can be read of Conversation Orchestrator. Nothing is created there, because it can't be removed.
 * @module
 */
import { z } from 'zod';
import { getJson } from '../../../src/twilio/get-json';
import { asking } from '../../account/asking';
import { judge, open, type Probe } from '../probe';

const CONVERSATIONS = 'https://conversations.twilio.com/v2/Conversations';

const page = z.object({ conversations: z.array(z.looseObject({ id: z.string() })) });
const one = z.looseObject({});

export const CONVERSATIONS_PROBES: readonly Probe[] = [
	{
		id: 'orchestrator-list',
		makes: [],
		run: async ({ twilio }) => {
			const read = (url: string) => asking('reading conversations', () => getJson(twilio, url));
			const [listed] = page.parse(await read(`${CONVERSATIONS}?pageSize=1`)).conversations;
			if (!listed) return open('the account has no conversation');
			const whole = one.parse(await read(`${CONVERSATIONS}/${listed.id}`));
			const missing = Object.keys(whole).filter((key) => !Object.hasOwn(listed, key));
			const isGuess = missing.sort().join() === 'createdAt,updatedAt';
			return judge(isGuess, `the list omits ${missing.join(' and ') || 'nothing'}`);
		},
	},
];
