/**
 * Bundles the commands into one file, which starts in a third of the time that their sources take, and the SDK into another.
 * The first is made again when a source has changed, the second when npm has installed something.
 * @module
 */
const { mkdirSync, readdirSync, readFileSync, renameSync } = require('node:fs');
const { rmSync, statSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');

const ROOT = join(__dirname, '..');
const BUNDLE = join(ROOT, 'dist', 'cli', 'handoff.js');
const SDK = 'node_modules/.cache/handoff/twilio.js';
/** npm writes it whenever it installs something. */
const INSTALLED = 'node_modules/.package-lock.json';
const STAMP = '\n// Sources: ';

/**
 * @returns {Promise<string>} the file that exports `main`
 * @throws {Error} when it can't be built or written
 */
async function bundle() {
	if (!isFresh()) await build();
	return BUNDLE;
}

/** Its last line has when each source was changed last. */
function isFresh() {
	const stamp = stampOf(BUNDLE);
	return stamp !== undefined && Object.entries(stamp).every(([path, at]) => changedAt(path) === at);
}

async function build() {
	const before = Date.now();
	const parts = new Set();
	const { metafile, outputFiles } = await require('esbuild').build({
		...options(BUNDLE),
		entryPoints: ['tools/cli/main.ts'],
		// Those that find files beside their own.
		external: ['twilio-run', 'esbuild', '@twilio-labs/*', '@biomejs/*', '../../bin/load.js'],
		plugins: [ownFolders, sdk(parts)],
		sourcemap: 'linked',
		sourcesContent: false,
		metafile: true,
	});
	if (parts.size > 0) await buildSdk([...parts]);
	const sources = Object.keys(metafile.inputs).filter(
		(path) => !path.includes('node_modules/') && !path.startsWith('sdk:'),
	);
	const changes = [...sources, 'bin/bundle.js', INSTALLED, ...(parts.size > 0 ? [SDK] : [])].map((path) => {
		const at = changedAt(path);
		// Which of the two versions was read is unknown.
		return [path, at >= before && path !== SDK ? 0 : at];
	});
	write(BUNDLE, outputFiles, Object.fromEntries(changes));
}

/** The parts of the SDK that are asked for, and those that another folder with these packages has asked for. */
async function buildSdk(wanted) {
	const file = join(ROOT, SDK);
	const installed = changedAt(INSTALLED);
	const known = stampOf(file);
	const there = known?.installed === installed ? known.parts : [];
	if (wanted.every((part) => there.includes(part))) return;
	const parts = [...new Set([...there, ...wanted])];
	const exported = parts.map((part) => `${JSON.stringify(part)}: () => require(${JSON.stringify(part)})`);
	const { outputFiles } = await require('esbuild').build({
		...options(file),
		stdin: { contents: `module.exports = { ${exported.join()} };`, resolveDir: ROOT },
	});
	write(file, outputFiles, { installed, parts });
}

const options = (outfile) => ({
	absWorkingDir: ROOT,
	outfile,
	bundle: true,
	platform: 'node',
	target: 'node20',
	legalComments: 'none',
	minifyWhitespace: true,
	// An error that nothing handles is printed with its line.
	lineLimit: 160,
	// What is loaded with what V8 compiled before has no other way to load more.
	supported: { 'dynamic-import': false },
	logLevel: 'warning',
	write: false,
});

/** The SDK is loaded from its own bundle. @param {Set<string>} parts receives what is used of it */
const sdk = (parts) => ({
	name: 'sdk',
	setup({ onResolve, onLoad }) {
		onResolve({ filter: /^twilio(\/|$)/ }, ({ path }) => {
			parts.add(path);
			return { path, namespace: 'sdk' };
		});
		onLoad({ filter: /.*/, namespace: 'sdk' }, ({ path }) => ({
			contents: `const file = require('node:path').join(__dirname, '../../${SDK}');
				module.exports = require('../../bin/load.js').load(file)[${JSON.stringify(path)}]();`,
			resolveDir: dirname(BUNDLE),
		}));
	},
});

/** Writes a bundle with its stamp, and removes what was compiled of the last one. */
function write(bundle, files, stamp) {
	mkdirSync(dirname(bundle), { recursive: true });
	for (const name of readdirSync(dirname(bundle))) {
		if (/\.cache$/.test(name)) rmSync(join(dirname(bundle), name), { force: true });
	}
	for (const { path, text } of files) {
		// Another command may be reading it, or writing its own.
		const beside = `${path}.${process.pid}`;
		writeFileSync(beside, path === bundle ? text + STAMP + JSON.stringify(stamp) : text);
		renameSync(beside, path);
	}
}

/** What the last line of a bundle says of what it was made from; `undefined` when there is none. */
function stampOf(file) {
	try {
		const text = readFileSync(file, 'utf8');
		return JSON.parse(text.slice(text.lastIndexOf(STAMP) + STAMP.length));
	} catch {
		return undefined;
	}
}

/** A source is moved to another folder with its bundle, and still finds what is beside it. */
const ownFolders = {
	name: 'own-folders',
	setup({ onLoad }) {
		onLoad({ filter: /\.ts$/ }, ({ path }) => {
			const text = readFileSync(path, 'utf8');
			return { loader: 'ts', contents: text.replaceAll('__dirname', JSON.stringify(dirname(path))) };
		});
	},
};

function changedAt(path) {
	return statSync(join(ROOT, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

module.exports = { bundle };
