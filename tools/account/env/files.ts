/**
 * Replaces a file whole: it is either as it was or as it should be, whatever happens in between.
 * @module
 */
import {
	closeSync,
	copyFileSync,
	fchmodSync,
	fchownSync,
	fsyncSync,
	mkdirSync,
	openSync,
	readlinkSync,
	renameSync,
	rmSync,
	type Stats,
	statSync,
	writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { SetupError } from '../errors';

/** Readable by its owner alone: most of these files hold a secret. */
const PRIVATE = 0o600;

/**
 * Writes the content beside the file, and then renames it into place. A link stays a link, and the file keeps its mode
 * and owner; a new one is its owner's alone.
 * @throws {SetupError} when that is not possible, a read-only file included; the file is as it was then
 */
export function replaceFile(path: string, content: string | Buffer): void {
	beside(path, content, (written, target) => {
		try {
			renameSync(written, target);
		} catch (error) {
			if (!isMounted(error)) throw error;
			copyFileSync(written, target);
			rmSync(written);
		}
	});
}

/**
 * Goes through the motions of `replaceFile`, and leaves the file as it is.
 * @throws {SetupError} what `replaceFile` would throw
 */
export function checkReplaceable(path: string, content: string | Buffer): void {
	beside(path, content, (written) => rmSync(written));
}

function beside(
	path: string,
	content: string | Buffer,
	finish: (written: string, target: string) => void,
): void {
	let written: string | undefined;
	try {
		const target = targetOf(path);
		const there = statSync(target, { throwIfNoEntry: false });
		// Renaming would replace it all the same, and so may root.
		if (there && (there.mode & 0o200) === 0) throw new Error('it is read-only');
		mkdirSync(dirname(target), { recursive: true });
		written = join(dirname(target), `.${basename(target)}.${process.pid}`);
		write(written, content, there);
		finish(written, target);
		syncFolder(dirname(target));
	} catch (cause) {
		if (written !== undefined) rmSync(written, { force: true });
		const why = cause instanceof Error ? cause.message : String(cause);
		throw new SetupError(`${path} can’t be written: ${why}. It is as it was.`, { cause });
	}
}

function write(path: string, content: string | Buffer, like: Stats | undefined): void {
	// What a killed run of the same number left.
	rmSync(path, { force: true });
	const file = openSync(path, 'wx', PRIVATE);
	try {
		writeFileSync(file, content);
		if (like && process.platform !== 'win32') {
			const own = statSync(path);
			if (own.uid !== like.uid || own.gid !== like.gid) fchownSync(file, like.uid, like.gid);
			fchmodSync(file, like.mode & 0o7777);
		}
		fsyncSync(file);
	} finally {
		closeSync(file);
	}
}

/** A file that is mounted by itself, as into a container, can't be renamed over (rename(2)). */
function isMounted(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === 'EBUSY';
}

/** Where a link leads, also when nothing is there yet. */
function targetOf(path: string): string {
	try {
		return targetOf(resolve(dirname(path), readlinkSync(path)));
	} catch {
		return path;
	}
}

/** So that the rename outlives a power cut, where the system can do that. */
function syncFolder(path: string): void {
	try {
		const folder = openSync(path, 'r');
		fsyncSync(folder);
		closeSync(folder);
	} catch {
		// Windows opens no folder.
	}
}
