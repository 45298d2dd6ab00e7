/**
 * Replaces a file atomically.
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
 * Writes the content to a file in the same folder, and then renames it into place. A link stays a link, and the file keeps its mode
 * and owner; a new one is its owner's alone.
 * @throws {SetupError} when that is not possible, a read-only file included; the file isn't changed then
 */
export function replaceFile(path: string, content: string | Buffer): void {
	writeNextTo(path, content, (written, target) => {
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
 * Tests whether `replaceFile` would work, without changing the file.
 * @throws {SetupError} what `replaceFile` would throw
 */
export function checkReplaceable(path: string, content: string | Buffer): void {
	writeNextTo(path, content, (written) => rmSync(written));
}

function writeNextTo(
	path: string,
	content: string | Buffer,
	finish: (written: string, target: string) => void,
): void {
	let written: string | undefined;
	try {
		const target = targetOf(path);
		const there = statSync(target, { throwIfNoEntry: false });
		// Renaming would replace it anyway.
		if (there && (there.mode & 0o200) === 0) throw new Error('it is read-only');
		mkdirSync(dirname(target), { recursive: true });
		written = join(dirname(target), `.${basename(target)}.${process.pid}`);
		write(written, content, there);
		finish(written, target);
		syncFolder(dirname(target));
	} catch (cause) {
		if (written !== undefined) rmSync(written, { force: true });
		const why = cause instanceof Error ? cause.message : String(cause);
		throw new SetupError(`Can’t write ${path}: ${why}. The file was not changed.`, { cause });
	}
}

function write(path: string, content: string | Buffer, like: Stats | undefined): void {
	// Left by a killed run with the same process ID.
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

/** A file that is a mount of its own, as in a container, can't be renamed over (rename(2)). */
function isMounted(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === 'EBUSY';
}

/** The target of a link, even when it doesn't exist yet. */
function targetOf(path: string): string {
	try {
		return targetOf(resolve(dirname(path), readlinkSync(path)));
	} catch {
		return path;
	}
}

/** So that the rename survives a power loss, where the system supports that. */
function syncFolder(path: string): void {
	try {
		const folder = openSync(path, 'r');
		fsyncSync(folder);
		closeSync(folder);
	} catch {
		// Windows can't open a folder.
	}
}
