/**
 * Loads a bundle with what V8 compiled of it the last time, and finds the places in its sources only when an error asks for
 * one. Node would compile it each time, and read the source map first.
 * @module
 */
const { fstatSync, openSync, readFileSync, closeSync, renameSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { dirname, resolve } = require('node:path');
const { Script } = require('node:vm');

const loaded = new Map();

/**
 * @param {string} file
 * @returns {any} what it exports
 */
function load(file) {
	if (!loaded.has(file)) loaded.set(file, run(file));
	return loaded.get(file);
}

function run(file) {
	const { text, changed } = read(file);
	// One of another version of the file would run instead of it: V8 compares the length alone.
	const cache = `${file}.${changed}.cache`;
	const cachedData = readIfThere(cache);
	const [start] = Module.wrapper;
	const script = new Script(Module.wrap(text), { filename: file, columnOffset: -start.length, cachedData });
	if (cachedData === undefined || script.cachedDataRejected) {
		// At the end it has the functions that were used.
		process.once('exit', () => write(cache, script));
	}
	const bundle = new Module(file, module);
	bundle.filename = file;
	bundle.paths = Module._nodeModulePaths(dirname(file));
	const require = Module.createRequire(file);
	script.runInThisContext().call(bundle.exports, bundle.exports, require, bundle, file, dirname(file));
	return bundle.exports;
}

function read(file) {
	const descriptor = openSync(file, 'r');
	try {
		return { text: readFileSync(descriptor, 'utf8'), changed: fstatSync(descriptor).mtimeMs };
	} finally {
		closeSync(descriptor);
	}
}

function readIfThere(file) {
	try {
		return readFileSync(file);
	} catch {
		return undefined;
	}
}

/** Beside it first: another command may be reading it. */
function write(file, script) {
	try {
		const beside = `${file}.${process.pid}`;
		writeFileSync(beside, script.createCachedData());
		renameSync(beside, file);
	} catch {
		// The next one starts as slowly.
	}
}

/**
 * Shows the places in the sources of a bundle in what an error says of its origin.
 * @param {string} file a bundle with its source map beside it
 */
function showSources(file) {
	let map;
	const place = (frame) => {
		if (frame.getFileName() !== file) return `${frame}`;
		map ??= new Module.SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')));
		const entry = map.findEntry(frame.getLineNumber() - 1, frame.getColumnNumber() - 1);
		if (entry.originalSource === undefined) return `${frame}`;
		const source = resolve(dirname(file), entry.originalSource);
		const name = frame.getFunctionName();
		const where = `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
		return name ? `${name} (${where})` : where;
	};
	Error.prepareStackTrace = (error, frames) => {
		const [title, ...places] = [`${error}`, ...frames.map(place)];
		return [title, ...places.map((each) => `    at ${each}`)].join('\n');
	};
}

module.exports = { load, showSources };
