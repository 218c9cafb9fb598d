import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { eventually, readPeakMegabytes } from '@weather/service-runtime/testing';
import type { FaultRun } from '../../support/faults/fault-run.ts';
import { byForm } from '../../support/faults/fault-settings.ts';
import { FaultSuite } from '../../support/faults/fault-suite.ts';
import { PLAIN } from '../../support/load/seeded-records.ts';
import { findStoredPartitions } from '../../support/oracle/stored-state.ts';
import { WORKSPACE } from '../../support/stack/workspace.ts';

const DOCKER = join(WORKSPACE, 'docker');
const STATIONS = byForm(40_000, 1_000_000);
/** The first stations (in the short form all) send again, long after they were evicted from the cache. */
const RECORDS = byForm(80_000, 1_200_000);
/** The limit of a container includes kernel memory. */
const MAX_SHARE_OF_LIMIT = 0.9;
const STORED_DEADLINE_MS = byForm(120_000, 3_000_000);

/** Reads the limit in megabytes from `docker/.env`. */
function readMemoryLimit(): number {
  const limit = /^APP_MEMORY=(\d+)m$/m.exec(readFileSync(join(DOCKER, '.env'), 'utf8'))?.[1];
  if (limit === undefined) throw new Error('docker/.env has no APP_MEMORY in megabytes');
  return Number(limit);
}

/** Reads the Node options of the image and adds Node's heap limit in a container: half of the memory. */
function readNodeOptions(limitMb: number): string[] {
  const entry = /^ENTRYPOINT \["node", (.*), "\/app\/main\.mjs"\]$/m.exec(
    readFileSync(join(DOCKER, 'Dockerfile'), 'utf8'),
  )?.[1];
  if (entry === undefined) throw new Error('docker/Dockerfile does not start an app with Node options');
  return [...(JSON.parse(`[${entry}]`) as string[]), `--max-old-space-size=${limitMb / 2}`];
}

async function untilStored({ faults }: FaultRun): Promise<void> {
  await eventually(async () => {
    const partitions = await findStoredPartitions(faults.stack, faults.group);
    expect([...partitions.values()].reduce((sum, { read }) => sum + read, 0)).toBe(RECORDS);
  }, STORED_DEADLINE_MS);
}

const suite = new FaultSuite('memory-limit');

suite.fault(`a consumer within the memory limit of compose that reads ${STATIONS} stations`, async (run) => {
  const limitMb = readMemoryLimit();
  await run.faults.load.publish(RECORDS, { ...PLAIN, stationsInTurn: STATIONS });
  const consumer = run.consumer({ KAFKA_PARTITION_FETCH_BYTES: '' }, readNodeOptions(limitMb));
  const ended = consumer.exited.then((code) => {
    throw new Error(`the consumer exited with ${code}:\n${consumer.output}`);
  });
  await Promise.race([untilStored(run), ended]);
  const peakMb = readPeakMegabytes(consumer.pid);
  process.stdout.write(`${STATIONS} stations, ${RECORDS} records: ${peakMb} of ${limitMb} MB\n`);
  expect(peakMb).toBeLessThan(MAX_SHARE_OF_LIMIT * limitMb);
  await consumer.line(/more stations than STATION_CACHE_MB can hold/);
});
