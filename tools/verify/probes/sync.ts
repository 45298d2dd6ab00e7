/**
 * What Sync responds to the requests that prevent duplicate handoffs.
 * @module
 */
import type { Lab } from '../lab';
import { describe, experiment, judge, type Probe, refusalOf } from '../probe';

const DOCUMENT = 'a Sync document in the default service, which also expires on its own';
const LARGE = 'a Sync document of 17 KiB, if Sync accepts one';
const TTL_S = 600;

function makeDocument(lab: Lab, suffix: string, data: object = {}) {
	const { documents } = lab.twilio.sync.v1.services('default');
	const uniqueName = `${lab.name}-${suffix}`;
	return lab.make({
		kind: 'Sync document',
		name: uniqueName,
		console: 'https://console.twilio.com/us1/develop/sync/services',
		create: () => documents.create({ uniqueName, data, ttl: TTL_S }),
		find: async () => uniqueName,
		remove: (sid) => documents(sid).remove(),
	});
}

const document = experiment((lab) => makeDocument(lab, 'document'));

export const SYNC: readonly Probe[] = [
	{
		id: 'sync-conflict',
		makes: [DOCUMENT],
		run: async (lab) => {
			const { uniqueName } = await document(lab);
			const { documents } = lab.twilio.sync.v1.services('default');
			const refusal = await refusalOf(
				'creating a document twice',
				documents.create({ uniqueName, ttl: TTL_S }),
			);
			return judge(refusal?.status === 409, describe(refusal));
		},
	},
	{
		id: 'sync-if-match',
		makes: [DOCUMENT],
		run: async (lab) => {
			const { sid } = await document(lab);
			const found = lab.twilio.sync.v1.services('default').documents(sid);
			const update = found.update({ ifMatch: '"ffff"', data: { a: 1 } });
			const refusal = await refusalOf('updating a document', update);
			return judge(refusal?.status === 412, describe(refusal));
		},
	},
	{
		id: 'sync-ttl',
		makes: [DOCUMENT],
		run: async (lab) => {
			const { dateExpires, dateCreated } = await document(lab);
			if (!dateExpires) return judge(false, 'the document has no date_expires');
			const seconds = Math.round((dateExpires.getTime() - dateCreated.getTime()) / 1_000);
			return judge(Math.abs(seconds - TTL_S) < 60, `with a Ttl of ${TTL_S} it expires after ${seconds} s`);
		},
	},
	{
		id: 'sync-too-large',
		makes: [LARGE],
		run: async (lab) => {
			const large = makeDocument(lab, 'large', { text: 'x'.repeat(17 * 1_024) });
			const refusal = await refusalOf('creating a large document', large);
			return judge(refusal?.status === 413 && refusal.code === 54006, describe(refusal));
		},
	},
];
