import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { DevStackConfig, type PortSetting } from '@weather/dev-stack';
import { UsageError, type Environment } from '@weather/service-runtime';

const DEFAULT_TOPIC = 'weather_data';
const DEFAULT_GROUP = 'weather_consumer';
const DASHBOARD_PORT = 'DASHBOARD_PORT';
const DEFAULT_DASHBOARD_PORT = 8090;

/** What the launcher takes from the process it runs in. */
export interface Surroundings {
  readonly environment: Environment;
  readonly workingDirectory: string;
  /** Holds the apps as they are built: `migrator/main.js` and so on. */
  readonly appsDirectory: string;
}

/** A path as the user meant it: npm runs scripts in the root folder, and notes where it was called. */
export function userPath(path: string, { environment, workingDirectory }: Surroundings): string {
  return resolve(environment['INIT_CWD'] || workingDirectory, path);
}

/** Where the data is: as the option or the environment says, as the user meant it, or in the root folder. */
export function dataDirectoryOf(option: string | undefined, surroundings: Surroundings): string {
  const given = option ?? surroundings.environment['DEV_STACK_DATA'];
  if (given) return userPath(given, surroundings);
  return defaultDataDirectory(surroundings);
}

export function defaultDataDirectory({ workingDirectory }: Surroundings): string {
  return resolve(workingDirectory, new DevStackConfig().dataDirectory);
}

/**
 * A file that an option or else a variable names, as the user meant it; `undefined` when neither does.
 * @throws UsageError when there is no such file.
 */
export function namedFile(
  names: { readonly option: string; readonly variable: string },
  given: string | undefined,
  surroundings: Surroundings,
): string | undefined {
  const path = given ?? surroundings.environment[names.variable];
  if (!path) return undefined;
  const file = userPath(path, surroundings);
  if (existsSync(file)) return file;
  throw new UsageError(
    `${given === undefined ? names.variable : names.option} "${path}": there is no such file`,
  );
}

/** The topic and the consumer group that the apps are told of. */
export function topicAndGroup(environment: Environment): {
  readonly topic: string;
  readonly groupId: string;
} {
  return {
    topic: environment['TOPIC'] || DEFAULT_TOPIC,
    groupId: environment['KAFKA_GROUP_ID'] || DEFAULT_GROUP,
  };
}

/** The port that people open in their browser; 0 for any. */
export function dashboardPort(environment: Environment): PortSetting {
  return { env: DASHBOARD_PORT, port: Number(environment[DASHBOARD_PORT] || DEFAULT_DASHBOARD_PORT) };
}
