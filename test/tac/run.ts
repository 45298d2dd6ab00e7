/** `npm run test:tac`: the tests against the real Twilio Agent Connect. */
import { runWithPython } from '../python';

process.exitCode = runWithPython('twilio-agent-connect[server]==2.5.0', 'test/tac');
