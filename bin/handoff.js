#!/usr/bin/env node
// `npx handoff`: the commands are TypeScript, and need no build of yours.
const { join } = require('node:path');
const { bundle } = require('./bundle');

process.setSourceMapsEnabled(true);
// Node.js 22 keeps what it compiled for the next command.
require('node:module').enableCompileCache?.(join(__dirname, '..', 'dist', 'cli'));
bundle()
	// Where nothing can be written, they start slower.
	.catch(() => import('tsx').then(() => '../tools/cli/main.ts'))
	.then((file) => require(file).main(process.argv));
