#!/usr/bin/env node
// `npx handoff`: the commands are TypeScript, and need no build of yours.
const { bundle } = require('./bundle');
const { load, showSources } = require('./load');

bundle()
	.then(
		(file) => {
			showSources(file);
			return load(file);
		},
		// Where nothing can be written, they start slower.
		() => {
			process.setSourceMapsEnabled(true);
			return import('tsx').then(() => require('../tools/cli/main.ts'));
		},
	)
	.then(({ main }) => main(process.argv));
