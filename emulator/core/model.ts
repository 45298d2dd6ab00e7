/**
 * The resources an account holds, as plain data with Twilio's own names. How a resource looks on the wire is up to the
 * routes of its product.
 * @module
 */
export type * from '../products/conversations-classic/model';
export type * from '../products/flex/model';
export type * from '../products/intelligence/model';
export type * from '../products/memory/model';
export type * from '../products/messaging/model';
export type * from '../products/orchestrator/model';
export type * from '../products/studio/model';
export type * from '../products/sync/model';
export type * from '../products/taskrouter/model';
export type * from '../products/voice/model';
