/**
 * A ledger of many handoffs, with faults, duplicates, dying processes and a store that is down: each has to end in exactly
 * one task, or in a reported failure with the conversation given back.
 * @module
 */
import { Customer, type Execution } from './customer';
import { Platform } from './platform';
import { Random } from './random';

/** How a handoff ended. The first five are right. */
const RIGHT = ['one task', 'given back', 'untaken, given back', 'untaken, redirected', 'fallback'] as const;
const WRONG = ['no task', 'several tasks', 'served twice', 'not reported'] as const;
type Ending = (typeof RIGHT)[number] | (typeof WRONG)[number];

export interface Ledger {
	readonly handoffs: number;
	readonly requests: number;
	readonly duplicates: number;
	/** Second handoffs of customers who were given back. */
	readonly again: number;
	readonly endings: Readonly<Partial<Record<Ending, number>>>;
	readonly faults: Readonly<Record<string, number>>;
	/** Of wrong endings: the seeds' numbers and what is known of them. */
	readonly wrong: readonly string[];
}

/** Handoffs that are under way at the same time. */
const GROUP = 50;
/** Real time would not pass between a claim and the look at it. */
const START = Date.UTC(2026, 0, 1);

/**
 * Runs the soak.
 * @param handoffs how many
 * @param seed the same seed gives the same ledger
 * @param progress called after each group with how many are done
 * @param followed the number of a handoff whose every request is printed
 */
export async function soak(
	handoffs: number,
	seed: number,
	progress: (done: number) => void = () => {},
	followed?: number,
): Promise<Ledger> {
	const random = new Random(seed);
	const platform = new Platform(random, followed);
	const real = { now: Date.now, random: Math.random };
	Date.now = () => START + Math.round(platform.clock.now());
	Math.random = () => random.next();
	const endings: Partial<Record<Ending, number>> = {};
	const wrong: string[] = [];
	let duplicates = 0;
	let again = 0;
	try {
		for (let first = 0; first < handoffs; first += GROUP) {
			platform.store = random.happens(0.9) ? 'up' : random.oneOf('down', 'silent', 'slow');
			const customers = Array.from(
				{ length: Math.min(GROUP, handoffs - first) },
				(_, index) => new Customer(first + index + 1),
			);
			const scenarios = customers.map(async (customer) => {
				const isCall = random.happens(0.3);
				const isDouble = !isCall && random.happens(0.1);
				if (isDouble) duplicates++;
				await (isCall ? platform.handOffCall(customer) : handOffChat(platform, random, customer, isDouble));
				return { customer, isCall };
			});
			const { value = [], error } = await platform.clock.run(
				Promise.all(scenarios).then(async (done) => {
					await platform.idle();
					return done;
				}),
			);
			if (error !== undefined) throw error;
			for (const { customer, isCall } of value) {
				const ending = isCall ? endOfCall(customer) : endOfChat(customer);
				again += customer.again;
				endings[ending] = (endings[ending] ?? 0) + 1;
				if (WRONG.some((each) => each === ending)) wrong.push(describe(customer, ending, platform.store));
			}
			progress(first + customers.length);
		}
	} finally {
		Date.now = real.now;
		Math.random = real.random;
	}
	const { requests, faults } = platform.standIn;
	return { handoffs, requests, duplicates, again, endings, faults, wrong };
}

async function handOffChat(
	platform: Platform,
	random: Random,
	customer: Customer,
	isDouble: boolean,
): Promise<void> {
	// TAC's own request to Studio is refused while an execution is stuck, and none of our code is asked.
	const isStuck = random.happens(0.01);
	if (isStuck) customer.executions.push(stuckExecution(customer));
	const ask = () =>
		isStuck || random.happens(0.8) ? platform.handOff(customer) : platform.handOffToStudio(customer);
	if (!isDouble) return ask();
	if (random.happens(0.5)) {
		await Promise.all(Array.from({ length: random.between(2, 5) }, ask));
		return;
	}
	await ask();
	await platform.clock.sleep(random.between(0, 60_000));
	await ask();
}

/** Left over from an earlier conversation. */
function stuckExecution({ number }: Customer): Execution {
	return {
		sid: `FN${(number * 64 + 63).toString(16).padStart(32, '0')}`,
		startedAt: Date.now() - 3_600_000,
		task: true,
		status: 'active',
		reachedFlex: false,
	};
}

function endOfChat(customer: Customer): Ending {
	const { openTasks, tasks, isServed, reports } = customer;
	if (openTasks > 1) return 'several tasks';
	if (openTasks === 1) return isServed ? 'served twice' : 'one task';
	if (!isServed) return 'no task';
	if (reports === 0) return 'not reported';
	return tasks.canceled > 0 ? 'untaken, given back' : 'given back';
}

function endOfCall({ openTasks, tasks, redirected }: Customer): Ending {
	if (openTasks > 1) return 'several tasks';
	if (openTasks === 1) return 'one task';
	if (redirected === 0) return 'no task';
	return tasks.canceled > 0 ? 'untaken, redirected' : 'fallback';
}

function describe(customer: Customer, ending: Ending, store: string): string {
	const { number, tasks, reports, status, executions } = customer;
	const flows = executions.map(
		({ outcome, status: state, task }) => `${task ? 'known' : 'stock'} ${outcome ?? state}`,
	);
	return `#${number}: ${ending}; ${tasks.created} created, ${tasks.canceled} canceled, reports ${reports}, ${status}; flows: ${flows.join(', ')}; store ${store}`;
}
