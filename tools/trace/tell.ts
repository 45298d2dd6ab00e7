/** For importers of the old path. Delete it with them. @module */
export { inTime } from './timeline';
