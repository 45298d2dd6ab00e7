/**
 * Numbers that look random and are the same for the same seed.
 * @module
 */

export class Random {
	private state: number;

	constructor(seed: number) {
		this.state = (seed % 2_147_483_646) + 1;
	}

	/** From 0 up to, not including, 1. */
	next(): number {
		this.state = (this.state * 48_271) % 2_147_483_647;
		return (this.state - 1) / 2_147_483_646;
	}

	/** Whether something of this probability happens. */
	happens(probability: number): boolean {
		return this.next() < probability;
	}

	between(least: number, most: number): number {
		return least + Math.floor(this.next() * (most - least + 1));
	}

	oneOf<T>(...choices: readonly [T, ...T[]]): T {
		return choices[this.between(0, choices.length - 1)] ?? choices[0];
	}
}
