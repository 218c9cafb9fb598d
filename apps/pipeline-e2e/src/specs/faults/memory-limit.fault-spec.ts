import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { eventually, peakMegabytesOf } from '@weather/service-runtime/testing';
import type { FaultRun } from '../../support/faults/fault-run.ts';
import { byForm } from '../../support/faults/fault-settings.ts';
import { FaultSuite } from '../../support/faults/fault-suite.ts';
import { PLAIN } from '../../support/load/seeded-records.ts';
import { storedPartitions } from '../../support/oracle/stored-state.ts';
import { WORKSPACE } from '../../support/stack/workspace.ts';

const DOCKER = join(WORKSPACE, 'docker');
const STATIONS = byForm(40_000, 1_000_000);
/** The first ones of them, in the short form all, come once more, when they have long been forgotten. */
const RECORDS = byForm(80_000, 1_200_000);
/** A container's limit also counts what the kernel holds for it. */
const MOST_OF_LIMIT = 0.9;
const STORED_DEADLINE_MS = byForm(120_000, 3_000_000);

/** In megabytes, as `docker/.env` has it. */
function limitOfCompose(): number {
  const limit = /^APP_MEMORY=(\d+)m$/m.exec(readFileSync(join(DOCKER, '.env'), 'utf8'))?.[1];
  if (limit === undefined) throw new Error('docker/.env has no APP_MEMORY in megabytes');
  return Number(limit);
}

/** The options of Node in the image, and what Node takes for its heap in a container with a limit: half of it. */
function nodeOptionsOfImage(limitMb: number): string[] {
  const entry = /^ENTRYPOINT \["node", (.*), "\/app\/main\.mjs"\]$/m.exec(
    readFileSync(join(DOCKER, 'Dockerfile'), 'utf8'),
  )?.[1];
  if (entry === undefined) throw new Error('docker/Dockerfile does not start an app with options of Node');
  return [...(JSON.parse(`[${entry}]`) as string[]), `--max-old-space-size=${limitMb / 2}`];
}

async function untilStored({ faults }: FaultRun): Promise<void> {
  await eventually(async () => {
    const partitions = await storedPartitions(faults.stack, faults.group);
    expect([...partitions.values()].reduce((sum, { read }) => sum + read, 0)).toBe(RECORDS);
  }, STORED_DEADLINE_MS);
}

const suite = new FaultSuite('memory-limit');

suite.fault(`a consumer under the memory of compose that meets ${STATIONS} stations`, async (run) => {
  const limitMb = limitOfCompose();
  await run.faults.load.publish(RECORDS, { ...PLAIN, stationsInTurn: STATIONS });
  const consumer = run.consumer({ KAFKA_PARTITION_FETCH_BYTES: '' }, nodeOptionsOfImage(limitMb));
  const ended = consumer.exited().then((code) => {
    throw new Error(`the consumer has ended with ${code}:\n${consumer.output}`);
  });
  await Promise.race([untilStored(run), ended]);
  const peakMb = peakMegabytesOf(consumer.pid);
  process.stdout.write(`${STATIONS} stations, ${RECORDS} records: ${peakMb} of ${limitMb} MB\n`);
  expect(peakMb).toBeLessThan(MOST_OF_LIMIT * limitMb);
  await consumer.line(/there are more stations than STATION_CACHE_MB has room for/);
});
