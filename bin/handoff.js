#!/usr/bin/env node
// `npx handoff`: the commands are TypeScript and run without a build.
import('tsx').then(() => require('../tools/cli/main.ts').main(process.argv));
