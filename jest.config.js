module.exports = {
	testEnvironment: 'node',
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	// Those need Python, or Chromium: `npm run test:tac`, `test:liquid` and `test:browser` run them.
	testPathIgnorePatterns: ['/node_modules/', '/test/tac/', '/test/liquid/', '/test/browser/'],
	transform: { '\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }] },
	testTimeout: 30_000,
	// Jest's own default leaves one of two cores idle, and the end-to-end tests mostly wait.
	maxWorkers: '100%',
	// CI runs `npm test -- --coverage`: what is deployed has to stay tested.
	collectCoverageFrom: ['src/**/*.ts'],
	coverageReporters: ['text-summary'],
	coverageThreshold: { global: { statements: 95, branches: 95, functions: 95, lines: 95 } },
};
