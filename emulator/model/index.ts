/**
 * The resources an account holds, as plain data. Names are Twilio's own; what a resource looks like on the wire is
 * decided by the module of its product in `resources/`.
 * @module
 */
export type * from './account';
export type * from './classic';
export type * from './conversations';
export type * from './intelligence';
export type * from './messaging';
export type * from './studio';
export type * from './taskrouter';
