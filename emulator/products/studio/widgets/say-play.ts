/**
 * Say/Play: reads a text or plays a file to the caller.
 * @see https://www.twilio.com/docs/studio/widget-library/sayplay
 * @module
 */
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse';
import { z } from 'zod';
import { readProperties, returnUrl, template, type Widget } from '../runner/widget';

const properties = z.object({
	say: template,
	play: template,
	// Any text: which voices there are, only the call finds out.
	voice: z.custom<VoiceResponse.SayAttributes['voice']>(isText).optional(),
	language: z.custom<VoiceResponse.SayAttributes['language']>(isText).optional(),
});

function isText(value: unknown): boolean {
	return typeof value === 'string';
}

/**
 * Done when the call follows the `<Redirect>` after the `<Say>`.
 * @throws Error in an execution without a call
 */
export const sayPlay: Widget = {
	run(state, run) {
		const { say, play, voice, language } = readProperties(properties, state);
		if (run.trigger.event !== 'incomingCall') throw new Error('Say/Play needs a call');
		const response = new VoiceResponse();
		const file = run.render(play);
		if (file !== '') response.play(file);
		else response.say({ ...(voice && { voice }), ...(language && { language }) }, run.render(say));
		response.redirect({ method: 'POST' }, returnUrl(run.trigger.webhookUrl, 'audioComplete'));
		return { twiml: response.toString(), returned: () => ({ event: 'audioComplete' }) };
	},
};
