/**
 * What was said on a call.
 * @module
 */
import type { Call } from '../../core/world';

/** Notes it. */
export function spoke(call: Call, who: NonNullable<Call['spoken']>[number]['who'], text: string): void {
	call.spoken = [...(call.spoken ?? []), { at: new Date(), who, text }];
}
