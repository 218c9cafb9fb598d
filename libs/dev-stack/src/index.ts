export type { DatabaseUser, MysqlAccess, Role } from './database/accounts.ts';
export { DevStackConfig } from './dev-stack-config.ts';
export type { DevStackOptions, DevStackPorts } from './dev-stack-options.ts';
export { DevStack } from './dev-stack.ts';
export { MissingProgramError } from './download/requirements.ts';
export type { DevServer } from './process/dev-server.ts';
export { freePort } from './process/ports.ts';
export { runningStack, type StackTools, type ToolCommand } from './stack-tools.ts';
