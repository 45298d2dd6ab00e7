/**
 * Reminds of Flex's opt-in for summaries of messages and chats, which no API reads.
 * @module
 */
import { optIn } from './opt-in';

export const messagingSummary = optIn('messaging');
