import { mkdtemp, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { freePort, propertiesText, type ChildProgram } from '@weather/dev-stack';
import type { Work } from '../../candidate.ts';
import { sourceFile } from '../../workspace.ts';
import { sinkSettings, workerSettings, type Properties, type SinkMode } from './connect-settings.ts';
import { fetchConnect } from './fetch-connect.ts';

/** G1, Java's own choice, took a third more memory at much the same rate and CPU; half the heap took more CPU. */
const MEMORY = ['-Xms1g', '-Xmx1g', '-XX:+UseParallelGC'];
const MAIN_CLASS = 'org.apache.kafka.connect.cli.ConnectStandalone';
const OWNER_ONLY = 0o600;

/** Starts a standalone worker with one sink connector, which begins to store some 10–25 s later. */
export async function startConnectWorker(work: Work, mode: SinkMode, table: string): Promise<ChildProgram> {
  const { brokers, topic, database, scratch } = work;
  const { worker, plugins } = await fetchConnect(work);
  const folder = await mkdtemp(join(scratch, `connect-${mode}-`));
  const place = { brokers, restPort: await freePort(), plugins, offsetsFile: join(folder, 'offsets') };
  const logging = pathToFileURL(sourceFile('peers/connect/log4j2.properties')).href;
  return work.spawn('java', [
    ...MEMORY,
    `-Dlog4j2.configurationFile=${logging}`,
    ...['-cp', join(worker, '*'), MAIN_CLASS],
    await writeProperties(join(folder, 'worker.properties'), workerSettings(place)),
    await writeProperties(
      join(folder, 'sink.properties'),
      sinkSettings(mode, { name: basename(folder), topic, table, database }),
    ),
  ]);
}

/** The sink's file holds a password. */
async function writeProperties(path: string, settings: Properties): Promise<string> {
  await writeFile(path, propertiesText(settings), { mode: OWNER_ONLY });
  return path;
}
