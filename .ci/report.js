/**
 * What `npx handoff deploy --json` printed, as Markdown: for the summary of a job, and a comment on a pull request.
 *
 * node .ci/report.js deploy.json
 * @module
 */
const { readFileSync } = require('node:fs');

/** GitHub takes 65,536 characters a comment: https://docs.github.com/rest/issues/comments */
const LONGEST = 60_000;

/**
 * @param {string} json empty when the command could not run
 * @returns {string} its first line is a mark by which the comment is found again
 */
function report(json) {
	const lines = ['<!-- handoff deploy -->'];
	if (json.trim() === '')
		return [...lines, '### Handoff: could not run', '', 'The log says why.', ''].join('\n');
	const { accountSid, dryRun, ok, plan, live } = JSON.parse(json);
	const title = ok ? (dryRun ? 'a deployment would change' : 'deployed') : 'failed; the log says why';
	lines.push(`### Handoff: ${title}`, '', `Account ${accountSid}`, '');
	if (plan) lines.push(...changesOf(plan));
	const { functions, flow } = live;
	if (functions) lines.push(`- Functions live: https://${functions.domain}, build \`${functions.buildSid}\``);
	if (flow) lines.push(`- Flow live: \`${flow.sid}\`, revision ${flow.revision}`);
	return `${lines.join('\n')}\n`;
}

/** It may have the words of the flow: shown as they are, never as Markdown. */
function changesOf({ changes }) {
	if (changes.length === 0) return ['Everything is up to date.', ''];
	const text = changes.join('\n').slice(0, LONGEST);
	const fence = '`'.repeat(Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length)) + 1);
	return [`${fence}text`, text, fence, ''];
}

module.exports = { report };

if (require.main === module) process.stdout.write(report(readFileSync(process.argv[2], 'utf8')));
