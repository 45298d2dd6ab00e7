/**
 * What a deployment replaces, as far as it can be brought back: the flow's revision and the Functions' build.
 * @module
 */
import * as z from 'zod';

export const live = z.object({
	/** `revision` is the one that runs. `null`: there is no flow. */
	flow: z.nullable(z.object({ sid: z.string(), revision: z.number().int() })),
	/** `null`: nothing is deployed. */
	functions: z.nullable(
		z.object({ serviceSid: z.string(), environmentSid: z.string(), buildSid: z.string() }),
	),
});
export type Live = z.infer<typeof live>;

/** @example 'flow FW… revision 3, no Functions' */
export function liveInWords({ flow, functions }: Live): string {
	return [
		flow ? `flow ${flow.sid} revision ${flow.revision}` : 'no flow',
		functions ? `Functions build ${functions.buildSid}` : 'no Functions',
	].join(', ');
}
