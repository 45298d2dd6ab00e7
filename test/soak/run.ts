/**
 * `npm run soak [-- HANDOFFS [SEED]]`: prints the ledger, and fails on any ending that is not right.
 * @module
 */
import { soak } from './soak';

const [handoffs = 100_000, seed = 1, followed] = process.argv.slice(2).map(Number);

async function main(): Promise<void> {
	const ledger = await soak(
		handoffs,
		seed,
		(done) => {
			if (done % 10_000 === 0) console.error(`${done} of ${handoffs}`);
		},
		followed,
	);
	const { wrong, ...figures } = ledger;
	console.log(JSON.stringify(figures, undefined, 2));
	for (const line of wrong.slice(0, 50)) console.log(line);
	console.log(`${handoffs - wrong.length} of ${handoffs} handoffs ended right.`);
	if (wrong.length > 0) process.exitCode = 1;
}

void main();
