/** Twilio's failures as errors of ours. */
import { RestException } from 'twilio';
import { asking, askingFor } from '../../../tools/account/asking';

const answered = (statusCode: number) => async () => {
	throw new RestException({ statusCode, body: {} });
};

test('a failure names what was asked', async () => {
	await expect(asking('reading the moon', answered(500))).rejects.toMatchObject({
		code: 'twilio_error',
		message: expect.stringContaining('reading the moon'),
	});
});

test('a 404 is a failure for what has to exist, and undefined for what may not', async () => {
	await expect(asking('reading', answered(404))).rejects.toMatchObject({ code: 'twilio_error' });
	expect(await askingFor('reading', answered(404))).toBeUndefined();
	await expect(askingFor('reading', answered(403))).rejects.toMatchObject({ code: 'twilio_error' });
});
