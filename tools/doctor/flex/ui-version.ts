/**
 * Checks that the version of Flex that agents work in shows the summary.
 * @module
 */
import { gte, minVersion, Range, valid } from 'semver';
import { isReady, readFlex } from '../../account/flex/workspace';
import { type Check, note, ok, skipped, wrong } from '../engine/check';
import type { Fix } from '../engine/fix';

/** The guide: the first that shows the summary. */
const FIRST = '2.17.1';

const RECENT_ENOUGH = new Range(`>=${FIRST}`);

/** What Flex writes in place of the last number, for the newest one. */
const NEWEST = /\.(?:n|auto)$/;

/**
 * `ui_version` is a version, or a range in npm's language of which Flex uses the newest: Twilio's docs write `~2.…`, and
 * accounts have `~1.19.0`. They also have `2.n`, `2.5.n` and `2.auto`, which Twilio's template reads as `2.*`
 * and `2.5.*` (github.com/twilio-professional-services/flex-project-template, scripts/validate-environment.mjs).
 * @see https://www.twilio.com/docs/flex/developer/ui/migration-guide/migration-guide-enable-update
 */
export const uiVersion: Check = {
	name: 'ui-version',
	title: 'Flex UI version',
	expected: `${FIRST} or later`,
	impact: 'The agent in Flex gets no summary of the conversation with the virtual agent.',
	advice: 'Choose a later version (Console: Flex > Flex UI versions), and test your Flex plugins with it.',
	look: async (account) => {
		const flex = await readFlex(account);
		if (!flex || !isReady(flex)) return skipped('Flex isn’t set up; see flex/instance');
		const found = flex.ui_version?.trim() ?? '';
		const range = rangeOf(found);
		if (found === '') {
			return note('no version is set; check which one agents use (Console: Flex > Flex UI versions)');
		}
		if (!range) return note(`${found.slice(0, 40)}: doctor can’t tell whether that’s ${FIRST} or later`);
		// A single version is compared as such: to npm's ranges 2.18.0-alpha.1 is not above 2.17.1.
		if (valid(found) ? gte(found, FIRST) : range.intersects(RECENT_ENOUGH)) return ok(found);
		if ((minVersion(range)?.major ?? 0) < 2) {
			return wrong(`${found}, an earlier major version`, {
				advice:
					'Move to Flex UI 2 (https://www.twilio.com/docs/flex/developer/ui/migration-guide). Setup doesn’t do this because it can break Flex plugins.',
			});
		}
		return wrong(found, { fixes: [update(found, flex.ui_version ?? '')] });
	},
};

function rangeOf(text: string): Range | undefined {
	try {
		return new Range(text.replace(NEWEST, '.*'));
	} catch {
		return undefined;
	}
}

/**
 * A pinned version becomes a version, and a range that follows patches stays one, in the same spelling. A later minor
 * version than this one is not needed for the summary.
 *
 * GUESS(flex-ui-update): Flex takes `2.17.n` as it took `2.5.n`; and within 2.x the version alone is enough:
 * `ui_dependencies`, which the docs reset on the way from 1.x, may stay. An update on a live account would verify both.
 */
function update(found: string, before: string): Fix {
	const [newest] = NEWEST.exec(found) ?? [];
	const range = newest === undefined ? `~${FIRST}` : FIRST.replace(/\.\d+$/, newest);
	const after = valid(found) === null ? range : FIRST;
	return {
		stage: 'flex',
		title: `Update Flex UI from ${found} to ${after}, for all agents`,
		edits: [{ edit: 'set', resource: 'flex-configuration', id: '', path: ['ui_version'], before, after }],
	};
}
