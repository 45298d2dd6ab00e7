const shared = {
	testEnvironment: 'node',
	transform: { '\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }] },
};

module.exports = {
	testTimeout: 30_000,
	// Jest's own default leaves one of two cores idle, and the end-to-end tests mostly wait.
	maxWorkers: '100%',
	projects: [
		{
			...shared,
			displayName: 'node',
			testMatch: ['<rootDir>/test/**/*.test.ts'],
			testPathIgnorePatterns: ['/test/tac/'],
		},
		// Needs Python and its package registry; see `npm run test:tac`.
		{ ...shared, displayName: 'tac', testMatch: ['<rootDir>/test/tac/*.test.ts'] },
	],
};
