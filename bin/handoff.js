#!/usr/bin/env node
// `npx handoff`: the commands are TypeScript, and need no build of yours.
const { bundle } = require('./bundle');

process.setSourceMapsEnabled(true);
bundle()
	// Where nothing can be written, they start slower.
	.catch(() => import('tsx').then(() => '../tools/cli/main.ts'))
	.then((file) => require(file).main(process.argv));
