/**
 * A reminder of Flex's opt-in for summaries of calls, which no API reads.
 * @module
 */
import { optIn } from './opt-in';

export const voiceSummary = optIn('voice');
