export { isMalformed } from '../doctor/agent-connect/settings';
