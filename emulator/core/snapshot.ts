/**
 * A world as bytes, so that it outlives the process: every field that is data.
 * @module
 */
import { deserialize, serialize } from 'node:v8';
import { isRecord } from '../../studio/json';
import { World } from './world';

export function save(world: World): Buffer {
	return serialize({ ...dataOf(world), serverless: dataOf(world.serverless) });
}

/**
 * Executions in progress ended with the process that ran them.
 * @throws Error when the bytes are not a world's
 */
export function restore(bytes: Buffer): World {
	const saved: unknown = deserialize(bytes);
	if (!isRecord(saved) || !isRecord(saved.serverless)) throw new Error('not a saved world');
	const { serverless, ...others } = saved;
	const world = new World();
	Object.assign(world, others);
	Object.assign(world.serverless, serverless);
	for (const execution of world.executions.values()) execution.status = 'ended';
	for (const call of world.calls.values()) call.status = 'completed';
	return world;
}

/** `agentOrigins` and those who follow `events` are of one process. */
const OF_THE_PROCESS = ['agentOrigins', 'events', 'serverless'];

function dataOf(record: object): Record<string, unknown> {
	const entries = Object.entries(record);
	return Object.fromEntries(
		entries.filter(([name, value]) => typeof value !== 'function' && !OF_THE_PROCESS.includes(name)),
	);
}
