/**
 * How setup creates and deletes an Intelligence configuration.
 * @module
 */
import RestException from 'twilio/lib/base/RestException';
import * as z from 'zod';
import { getJson } from '../../../src/twilio/get-json';
import { asking } from '../../account/asking';
import { SetupError } from '../../account/errors';
import { named } from '../../account/format';
import { readEveryConfiguration } from '../../account/orchestrator/configuration';
import { INTELLIGENCE_URL } from '../../account/orchestrator/intelligence-configuration';
import { asJsonObject } from '../engine/json';
import type { Resource } from '../engine/resource';

const created = z.looseObject({ id: z.string() });

export const intelligenceConfigurationResource: Resource = {
	title: 'Intelligence configuration',
	read: async ({ twilio }, id) => {
		return asking('reading the Intelligence configuration', async () => {
			return asJsonObject(await getJson(twilio, `${INTELLIGENCE_URL}/${encodeURIComponent(id)}`));
		});
	},
	/** Never: see `replacement.ts`. */
	write: async (_account, id) => {
		throw new SetupError(
			`The Intelligence configuration ${id} can’t be edited in place because Twilio would stop running it.`,
		);
	},
	create: async ({ twilio }, value) => {
		return asking('creating an Intelligence configuration', async () => {
			const response = await twilio.request({
				method: 'post',
				uri: INTELLIGENCE_URL,
				headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
				data: value,
			});
			if (response.statusCode !== 201) throw new RestException(response);
			const { body } = response;
			return created.parse(typeof body === 'string' ? JSON.parse(body) : body).id;
		});
	},
	/** Keeps one that has been attached since: no error would report what is missing. */
	delete: async (account, id) => {
		const all = await readEveryConfiguration(account);
		const user = all.find(({ intelligenceConfigurationIds: ids }) => ids?.includes(id));
		if (user) {
			throw new SetupError(
				`The Intelligence configuration ${id} was not deleted: ${named(user.displayName, user.id)} uses it.`,
			);
		}
		await asking('deleting the Intelligence configuration', () =>
			account.twilio.intelligence.v3.configurations(id).remove(),
		);
	},
};
