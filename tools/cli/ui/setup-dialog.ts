/**
 * What setup shows and asks at the terminal: the list of changes, each change with its number, and the question.
 * @module
 */
import { SetupError } from '../../account/errors';
import { plural } from '../../account/format';
import type { Dialog } from '../../doctor/engine/apply-batch';
import { proposals } from '../../doctor/engine/apply-fixes';
import type { Finding } from '../../doctor/engine/check';
import type { Fix } from '../../doctor/engine/fix';
import { widthOf, wrap } from './layout';
import { print, shown } from './print';
import { onCtrlC } from './terminal';

/** Counts the changes of a run: more may show when the account is checked again. */
export class ChangeCount {
	private readonly shown: string[] = [];
	private ahead: readonly string[] = [];

	/** Updates it with what the checks found now. @returns the titles of the changes ahead */
	update(findings: readonly Finding[]): readonly string[] {
		const fixes = changesFor(findings).map(({ title }) => title);
		this.ahead = fixes.filter((title) => !this.shown.includes(title));
		return this.ahead;
	}

	/** @returns the title with its number, when the line is the title of a change ahead */
	number(line: string): string | undefined {
		const title = line.trim();
		if (!this.ahead.includes(title)) return undefined;
		this.shown.push(title);
		this.ahead = this.ahead.filter((each) => each !== title);
		return `${this.shown.length} of ${this.shown.length + this.ahead.length}: ${title}`;
	}
}

/** The changes that setup proposes; one deployment covers all that need one. */
export function changesFor(findings: readonly Finding[]): Fix[] {
	const fixes = proposals(findings);
	const deployment = fixes.find(({ deploy }) => deploy);
	return fixes.filter((fix) => !fix.deploy || fix === deployment);
}

/** The list that comes before the first change. */
export function planLines(titles: readonly string[], dryRun: boolean): string[] {
	if (titles.length === 0) return [];
	const verb = dryRun ? 'would make' : 'will make';
	return [`Setup ${verb} ${plural(titles.length, 'change')}:`, ...titles.map((title) => `  ${title}`)];
}

export interface DialogOptions {
	/** Agrees to every change. */
	readonly yes: boolean;
	readonly count: ChangeCount;
	/** Runs before a second Ctrl-C ends the command. */
	readonly atExit: () => void;
}

export function createDialog({ yes, count, atExit }: DialogOptions): Dialog {
	const { stdout } = process;
	let interrupted = false;
	const finish = () => {
		interrupted = true;
		print('\nFinishing the change in progress. Press Ctrl-C again to stop immediately.');
	};
	// Half a change is worse than a whole one.
	onCtrlC(finish, () => {
		atExit();
		process.exit(130);
	});
	return {
		show: (line) => {
			const numbered = count.number(line);
			const text = numbered === undefined ? line : `\n${numbered}`;
			// An empty line before it is ours.
			const space = text.startsWith('\n') ? '\n' : '';
			print(wrap(space + shown(text.slice(space.length)), widthOf(stdout), 4));
		},
		progress: (line) => {
			if (stdout.isTTY) stdout.write(`\r\u001b[K${shown(line)}`);
			else print(shown(line));
		},
		agrees: async (question) => {
			if (interrupted) throw new SetupError('Interrupted. No further changes were made.');
			if (yes) return true;
			const { confirm, isCancel } = await import('@clack/prompts');
			const answer = await confirm({ message: question, initialValue: false });
			if (isCancel(answer)) throw new SetupError('Interrupted. No further changes were made.');
			return answer;
		},
	};
}
