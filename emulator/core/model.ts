/**
 * The resources an account holds, as plain data. Names are Twilio's own; what a resource looks like on the wire is
 * decided by the module of its product in `resources/`.
 * @module
 */

export type * from '../products/conversations-classic/model';
export type * from '../products/intelligence/model';
export type * from '../products/messaging/model';
export type * from '../products/orchestrator/model';
export type * from '../products/studio/model';
export type * from '../products/taskrouter/model';
export type * from '../products/voice/model';
