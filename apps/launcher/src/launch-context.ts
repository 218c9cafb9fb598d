import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { DevStackConfig, type PortSetting } from '@weather/dev-stack';
import { UsageError, type Environment } from '@weather/service-runtime';

const DEFAULT_TOPIC = 'weather_data';
const DEFAULT_GROUP = 'weather_consumer';
const DASHBOARD_PORT = 'DASHBOARD_PORT';
const DEFAULT_DASHBOARD_PORT = 8090;

/** The surroundings of the launcher's process. */
export interface LaunchContext {
  readonly environment: Environment;
  readonly workingDirectory: string;
  /** Holds the built apps: `migrator/main.js` and so on. */
  readonly appsDirectory: string;
}

/** Resolves a path against the folder where npm was called, which npm itself leaves for the root folder. */
export function resolveUserPath(path: string, { environment, workingDirectory }: LaunchContext): string {
  return resolve(environment['INIT_CWD'] || workingDirectory, path);
}

/** The data folder: named by the option or else the environment, by default in the root folder. */
export function resolveDataDirectory(option: string | undefined, context: LaunchContext): string {
  const path = option ?? context.environment['DEV_STACK_DATA'];
  return path ? resolveUserPath(path, context) : defaultDataDirectory(context);
}

export function defaultDataDirectory({ workingDirectory }: LaunchContext): string {
  return resolve(workingDirectory, new DevStackConfig().dataDirectory);
}

/**
 * The path of a file that an option or else a variable names; `undefined` when neither does.
 * @throws UsageError when there is no such file.
 */
export function resolveFile(
  { variable, option = variable }: { readonly variable: string; readonly option?: string },
  value: string | undefined,
  context: LaunchContext,
): string | undefined {
  const path = value ?? context.environment[variable];
  if (!path) return undefined;
  const file = resolveUserPath(path, context);
  if (existsSync(file)) return file;
  throw new UsageError(`${value === undefined ? variable : option} "${path}": no such file`);
}

/** The topic and the consumer group of the apps. */
export function topicAndGroup(environment: Environment): {
  readonly topic: string;
  readonly groupId: string;
} {
  return {
    topic: environment['TOPIC'] || DEFAULT_TOPIC,
    groupId: environment['KAFKA_GROUP_ID'] || DEFAULT_GROUP,
  };
}

/** The port of the dashboard; 0 for any free one. */
export function dashboardPort(environment: Environment): PortSetting {
  return { env: DASHBOARD_PORT, port: Number(environment[DASHBOARD_PORT] || DEFAULT_DASHBOARD_PORT) };
}
