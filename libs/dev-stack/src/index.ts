export type { DatabaseUser, MysqlAccess, Role } from './database/accounts.ts';
export { DevStackConfig } from './dev-stack-config.ts';
export type { DevStackOptions, DevStackPorts } from './dev-stack-options.ts';
export { DevStack } from './dev-stack.ts';
export { defaultCacheDirectory, DownloadCache, type DownloadCacheOptions } from './download/cache.ts';
export {
  KAFKA_LINES,
  kafkaVersion,
  type Artifact,
  type KafkaLine,
  type Package,
} from './download/packages.ts';
export { MissingProgramError, requireJava } from './download/requirements.ts';
export { propertiesText } from './kafka/java.ts';
export type { DevServer } from './process/dev-server.ts';
export { ChildProgram, type ChildProgramOptions, type ExitStatus } from './process/child-program.ts';
export { killWithParent } from './process/reaper.ts';
export { freePort, requireFreePorts, type PortSetting } from './process/ports.ts';
export { runningStack, type StackTools, type ToolCommand } from './stack-tools.ts';
