/**
 * A reminder of Flex's opt-in for messaging summaries, which no API reads.
 * @module
 */
import { optIn } from './opt-in';

export const messagingSummary = optIn('messaging');
