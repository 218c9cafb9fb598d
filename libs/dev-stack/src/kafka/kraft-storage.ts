import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { reasonOf } from '@weather/service-runtime';
import { javaCommand, javaEnvironment, type JavaSetup } from './java.ts';

const STORAGE_TOOL = 'kafka.tools.StorageTool';
/** Written when a folder is formatted, and needed for a start. */
const FORMATTED = 'meta.properties';
/** Any id of a cluster: sixteen bytes in base64. A folder is of one stack alone. */
const CLUSTER_ID = 'MkU3OEVBNTcwNTJENDM2Qk';
const TOOL_OPTIONS = ['-Xmx128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/** Where a server keeps its data and its settings. */
export interface ServerPlace {
  readonly folder: string;
  readonly settings: string;
}

/**
 * Makes the folder of a server of Kafka 4 into one that it can be started on, unless it is.
 * @param scramPasswords of the users that the cluster begins with; for the controller.
 */
export async function formatStorage(
  setup: JavaSetup,
  { folder, settings }: ServerPlace,
  scramPasswords: Readonly<Record<string, string>> = {},
): Promise<void> {
  if (await exists(join(folder, FORMATTED))) return;
  const users = Object.entries(scramPasswords).flatMap(([name, password]) => [
    '--add-scram',
    `SCRAM-SHA-512=[name=${name},password=${password}]`,
  ]);
  const format = ['format', '--ignore-formatted', '-t', CLUSTER_ID, '-c', settings, ...users];
  const { command, args } = javaCommand(setup, TOOL_OPTIONS, STORAGE_TOOL, format);
  try {
    await promisify(execFile)(command, args, { env: { ...process.env, ...javaEnvironment() } });
  } catch (error) {
    throw new Error(`Kafka's folder ${folder} cannot be formatted: ${reasonOf(error)}`, { cause: error });
  }
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
