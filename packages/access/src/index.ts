export { actions, dataClasses, decide, mayRecordRetrospectively, roles, type Action, type Asking, type DataClass, type Decision, type Role } from './decide.js';
export { isLoopback } from './loopback.js';
export { audience, InvalidToken, IssuerUnavailable, tokenVerifier, type Identity, type VerifyToken } from './tokens.js';
