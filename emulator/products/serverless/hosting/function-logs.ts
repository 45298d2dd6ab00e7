/**
 * Records what the Functions of a deployment print, for the Logs of its environment.
 * @module
 */
import { sid } from '../../../core/sids';
import type { Serverless, ServerlessEnvironment } from '../model';

/** Receives a line that a process printed, and where. */
export type LineReceiver = (line: string, stream: 'stdout' | 'stderr') => void;

/** The runtime's own line about a request: `200 GET /a │ Response Type text/plain`. */
const ACCESS = /^\d{3} [A-Z]+ \S+ │ /;

/** What the runtime prints about itself once it listens, which may be after the first request has come. */
const BANNER = /^(Functions|Assets|No (functions|assets) found|https?:\/\/localhost:\d+\/\S*)$/;

export class FunctionLogs {
	private latest: { readonly functionSid: string; readonly requestSid: string } | undefined;

	constructor(
		private readonly serverless: Serverless,
		private readonly environment: ServerlessEnvironment,
		private readonly buildSid: string,
	) {}

	/** Notes that a Function runs: what is printed from now on is its own, since no line says whose it is. */
	starts(functionSid: string): void {
		this.latest = { functionSid, requestSid: sid('RQ') };
	}

	/**
	 * Records a line. A text of several lines becomes as many logs, as it arrives here.
	 *
	 * GUESS(function-log-level): the level of what goes to stderr. `console.warn` and `console.error` look the same
	 * there; Twilio's example of a Log has `warning` (twilio-oai `twilio_serverless_v1.json`).
	 */
	printed(...[line, stream]: Parameters<LineReceiver>): void {
		if (line === '' || ACCESS.test(line) || BANNER.test(line)) return;
		const { functionSid = null, requestSid = null } = this.latest ?? {};
		this.serverless.logs.push({
			sid: sid('NO'),
			serviceSid: this.environment.serviceSid,
			environmentSid: this.environment.sid,
			buildSid: this.buildSid,
			functionSid,
			requestSid,
			level: stream === 'stdout' ? 'info' : 'error',
			message: line,
			dateCreated: new Date(),
		});
	}
}
