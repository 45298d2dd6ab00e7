/**
 * Say/Play: reads a text or plays a file to the caller.
 * @see https://www.twilio.com/docs/studio/widget-library/sayplay
 * @module
 */
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse';
import { z } from 'zod';
import { readProperties, returnUrl, template, type Widget } from '../runner/widget';

const properties = z.object({ say: template, play: template });

/**
 * Done when the call follows the `<Redirect>` after the `<Say>`.
 * @throws Error in an execution without a call
 */
export const sayPlay: Widget = {
	run(state, run) {
		const { say, play } = readProperties(properties, state);
		if (run.trigger.event !== 'incomingCall') throw new Error('Say/Play needs a call');
		const response = new VoiceResponse();
		const file = run.render(play);
		if (file !== '') response.play(file);
		else response.say(run.render(say));
		response.redirect({ method: 'POST' }, returnUrl(run.trigger.webhookUrl, 'audioComplete'));
		return { twiml: response.toString(), returned: () => ({ event: 'audioComplete' }) };
	},
};
