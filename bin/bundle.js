/**
 * Bundles the commands into one file, which starts in a third of the time that their sources take. It is made again when a
 * source has changed.
 * @module
 */
const { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');

const ROOT = join(__dirname, '..');
const BUNDLE = join(ROOT, 'dist', 'cli', 'handoff.js');
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
	try {
		const text = readFileSync(BUNDLE, 'utf8');
		const stamp = JSON.parse(text.slice(text.lastIndexOf(STAMP) + STAMP.length));
		return Object.entries(stamp).every(([path, at]) => changedAt(path) === at);
	} catch {
		return false;
	}
}

async function build() {
	const before = Date.now();
	const { metafile, outputFiles } = await require('esbuild').build({
		absWorkingDir: ROOT,
		entryPoints: ['tools/cli/main.ts'],
		outfile: BUNDLE,
		bundle: true,
		platform: 'node',
		target: 'node20',
		// Those that find files beside their own, and the SDK, which loads only what is used.
		external: ['twilio', 'twilio-run', 'esbuild', '@twilio-labs/*', '@biomejs/*'],
		plugins: [ownFolders],
		sourcemap: 'linked',
		sourcesContent: false,
		legalComments: 'none',
		minifyWhitespace: true,
		logLevel: 'warning',
		metafile: true,
		write: false,
	});
	const sources = Object.keys(metafile.inputs).filter((path) => !path.includes('node_modules/'));
	const changes = [...sources, 'bin/bundle.js', INSTALLED].map((path) => {
		const at = changedAt(path);
		// Which of the two versions was read is unknown.
		return [path, at >= before ? 0 : at];
	});
	const stamp = STAMP + JSON.stringify(Object.fromEntries(changes));
	mkdirSync(dirname(BUNDLE), { recursive: true });
	for (const { path, text } of outputFiles) {
		// Another command may be reading it, or writing its own.
		const beside = `${path}.${process.pid}`;
		writeFileSync(beside, path === BUNDLE ? text + stamp : text);
		renameSync(beside, path);
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
