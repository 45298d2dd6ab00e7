#!/usr/bin/env node
// `npx handoff`: the commands are TypeScript and run without a build. Without tsx's hooks for ES modules, which take half a
// second to start, TypeScript that a command loads later has to be loaded with `require`.
require('tsx/cjs');
require('../tools/cli/main.ts').main(process.argv);
