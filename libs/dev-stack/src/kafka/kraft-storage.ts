import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { formatError } from '@weather/service-runtime';
import { javaCommand, javaEnvironment, type JavaSetup } from './java.ts';

const STORAGE_TOOL = 'kafka.tools.StorageTool';
/** Written when a folder is formatted, and needed for a start. */
const FORMATTED = 'meta.properties';
/** Any cluster id: sixteen bytes in base64. A folder belongs to one stack. */
const CLUSTER_ID = 'MkU3OEVBNTcwNTJENDM2Qk';
const TOOL_OPTIONS = ['-Xmx128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/** The paths of a server's data and settings. */
export interface ServerPaths {
  readonly folder: string;
  readonly settings: string;
}

/**
 * Formats the data folder of a Kafka 4 server, unless it is formatted.
 * @param scramPasswords passwords of the cluster's first users; for the controller.
 */
export async function formatStorage(
  setup: JavaSetup,
  { folder, settings }: ServerPaths,
  scramPasswords: Readonly<Record<string, string>> = {},
): Promise<void> {
  if (existsSync(join(folder, FORMATTED))) return;
  const users = Object.entries(scramPasswords).flatMap(([name, password]) => [
    '--add-scram',
    `SCRAM-SHA-512=[name=${name},password=${password}]`,
  ]);
  const format = ['format', '--ignore-formatted', '-t', CLUSTER_ID, '-c', settings, ...users];
  const { command, args } = javaCommand(setup, TOOL_OPTIONS, STORAGE_TOOL, format);
  try {
    await promisify(execFile)(command, args, { env: { ...process.env, ...javaEnvironment() } });
  } catch (error) {
    throw new Error(`Kafka's folder ${folder} cannot be formatted: ${formatError(error)}`, { cause: error });
  }
}
