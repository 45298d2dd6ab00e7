/** `npm run test:tac`: the tests against the real Twilio Agent Connect. */
import { runWithPython } from '../python';
import { TAC } from './package';

process.exitCode = runWithPython(TAC, 'test/tac');
