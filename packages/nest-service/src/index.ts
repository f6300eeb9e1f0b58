export { Caller } from './caller.js';
export { printable, readConfig, type Config } from './config.js';
export { createService, type RunningService, type ServiceOptions } from './create-service.js';
export { defineService, routesOf, type Route, type ServiceDefinition } from './define-service.js';
export { Clock, InjectCodec, InjectRows, IsUuid, type PersonalFieldCodec } from './inject.js';
export { openApiOf } from './openapi.js';
export { malformed, MalformedRequest, notFound, problemOf, type Problem } from './problem.js';
export { Requires, requirementOf, type Requirement } from './requires.js';
export { drainOnSignals, startService } from './start-service.js';
