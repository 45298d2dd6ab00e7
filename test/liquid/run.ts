/** `npm run test:liquid`: the flow's templates in a second Liquid engine. */
import { runWithPython } from '../python';

process.exitCode = runWithPython('python-liquid==2.3.6', 'test/liquid');
