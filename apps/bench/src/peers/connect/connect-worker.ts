import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { freePort, propertiesText } from '@weather/dev-stack';
import type { Work } from '../../candidate.ts';
import type { ChildProgram } from '@weather/dev-stack';
import { sourceScript } from '../../workspace.ts';
import type { ConnectFolders } from './fetch-connect.ts';
import { sinkSettings, type SinkMode } from './sink-settings.ts';
import { workerSettings } from './worker-settings.ts';

export interface WorkerRun {
  readonly mode: SinkMode;
  readonly table: string;
  /** Unique for each run. */
  readonly name: string;
}

/** G1, Java's own choice, took a third more memory at much the same rate and CPU; half the heap took more CPU. */
const MEMORY = ['-Xms1g', '-Xmx1g', '-XX:+UseParallelGC'];
const MAIN_CLASS = 'org.apache.kafka.connect.cli.ConnectStandalone';
const OWNER_ONLY = 0o600;

/** Starts a standalone worker with one sink connector, which begins to store some 10–25 s later. */
export async function startConnectWorker(
  work: Work,
  { worker, plugins }: ConnectFolders,
  { mode, table, name }: WorkerRun,
): Promise<ChildProgram> {
  const folder = join(work.scratch, name);
  await mkdir(folder, { recursive: true });
  const place = {
    brokers: work.brokers,
    restPort: await freePort(),
    plugins,
    offsetsFile: join(folder, 'offsets'),
  };
  const { topic, database } = work;
  const files = {
    worker: await writeProperties(join(folder, 'worker.properties'), workerSettings(place)),
    sink: await writeProperties(
      join(folder, 'sink.properties'),
      sinkSettings(mode, { name, topic, table, database }),
    ),
  };
  return work.spawn('java', [...javaOptions(worker), MAIN_CLASS, files.worker, files.sink]);
}

function javaOptions(jars: string): string[] {
  const logging = pathToFileURL(sourceScript('peers/connect/log4j2.properties')).href;
  return [...MEMORY, `-Dlog4j2.configurationFile=${logging}`, '-cp', [join(jars, '*')].join(delimiter)];
}

/** The sink's file holds a password. */
async function writeProperties(
  path: string,
  settings: Readonly<Record<string, string | number>>,
): Promise<string> {
  await writeFile(path, propertiesText(settings), { mode: OWNER_ONLY });
  return path;
}
