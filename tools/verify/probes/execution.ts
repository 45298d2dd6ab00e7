/**
 * Executions over the REST API: `To`, the limit of one for each customer, and their list.
 * @module
 */
import { fromTwilio, statusOf } from '../../../src/twilio/errors';
import { isRecord } from '../../../studio/json';
import { asking } from '../../account/asking';
import { describe, experiment, judge, open, type Probe, refusalOf } from '../probe';
import { flowOf, fromOf, makeFlow, quoted, runOnce, setVariables, TO } from '../studio';
import { values } from './liquid';

const AGAIN = 'two more executions of the flow of Set Variables';
const LONG = 'a published Studio flow of 60 widgets that set a variable, started twice at once';

/** Long enough for the second request to find the first one's execution. */
const WIDGETS = 60;

const started = experiment(async (lab) => {
	const { flowSid } = await values(lab);
	await runOnce(lab, flowSid, TO, {});
	const last = await runOnce(lab, flowSid, `+15005550010`, {});
	const listed = await asking('listing the executions', () =>
		lab.twilio.studio.v2.flows(flowSid).executions.list({ limit: 10 }),
	);
	return { last, listed };
});

export const EXECUTION: readonly Probe[] = [
	{
		id: 'execution-to',
		makes: [AGAIN],
		run: async (lab) => {
			const { flowSid } = await values(lab);
			const to = `${lab.name}-visitor`;
			const create = lab.twilio.studio.v2.flows(flowSid).executions.create({ to, from: fromOf(lab) });
			const refusal = await refusalOf('starting an execution', create);
			return judge(refusal === undefined, `To "${to}": ${describe(refusal)}`);
		},
	},
	{
		id: 'execution-contact-address',
		makes: [AGAIN],
		run: async (lab) => {
			const { last, listed } = await started(lab);
			const address = listed.find(({ sid }) => sid === last.sid)?.contactChannelAddress;
			const isTo = address === '+15005550010';
			return judge(isTo, `the list has ${isTo ? 'its To' : quoted(address)}`);
		},
	},
	{
		id: 'executions-newest-first',
		makes: [AGAIN],
		run: async (lab) => {
			const { last, listed } = await started(lab);
			const place = listed.findIndex(({ sid }) => sid === last.sid) + 1;
			return judge(place === 1, `the newest of ${listed.length} is number ${place} in the list`);
		},
	},
	{
		id: 'execution-conflict',
		makes: [LONG],
		run: async (lab) => {
			const names = Array.from({ length: WIDGETS }, (_, index) => `set_${index}`);
			const states = names.map((name, index) =>
				setVariables(name, [{ key: 'a', value: name }], names[index + 1]),
			);
			const { sid } = await makeFlow(lab, 'conflict', flowOf(states));
			const start = () => lab.twilio.studio.v2.flows(sid).executions.create({ to: TO, from: fromOf(lab) });
			const outcomes = await Promise.allSettled([start(), start()]);
			const [first] = outcomes.flatMap((each) => (each.status === 'fulfilled' ? [each.value.sid] : []));
			const [refusal] = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
			if (refusal === undefined)
				return open('both started: the first had already ended, or there is no such limit');
			if (first === undefined || statusOf(refusal) !== 409)
				throw fromTwilio('starting an execution', refusal);
			const { code, message }: Record<string, unknown> = isRecord(refusal) ? refusal : {};
			return judge(String(message).includes(first), `409 (${code}): ${message}`);
		},
	},
];
