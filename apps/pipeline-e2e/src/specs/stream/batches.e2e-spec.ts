import { beforeAll, describe, expect, it } from '@jest/globals';
import { DEAD_LETTER_HEADERS } from '@weather/kafka-client';
import { configureTopic } from '../../support/faults/topic-admin.ts';
import type { AppProcess } from '../../support/stack/app-process.ts';
import { runTool, writeLines } from '../../support/stack/kafka-tools.ts';
import { useConsumer } from '../../support/stack/use-stack.ts';
import { expectCleanAndDrained, readingText, weather } from '../../support/stack/weather-command.ts';

const TOPIC = 'weather_data';
const DEAD_LETTERS = 'weather_data_dlq';
const CODECS = ['lz4', 'snappy', 'gzip', 'zstd'];
const RECORDS = 500;
/** More than a consumer decompresses of a batch, but a few kilobytes compressed. */
const TOO_MANY_BYTES = 17 * 1_048_576;
const SENDS_LARGE_RECORDS = ['--producer-property', `max.request.size=${2 * TOO_MANY_BYTES}`];

/** Open, with one reading. */
interface Transaction {
  readonly end: (how: 'commit' | 'abort') => Promise<void>;
}

const run = useConsumer();
let dashboard: AppProcess;

/** Publishes with Kafka's own producer, which compresses like other clients. */
async function publishWith(
  codec: string,
  lines: readonly string[],
  options: readonly string[] = [],
): Promise<void> {
  await writeLines(run.stack.servers, TOPIC, lines, ['--compression-codec', codec, ...options]);
  run.published += lines.length;
}

function readings(stationId: string): string[] {
  return Array.from({ length: RECORDS }, (_, second) =>
    readingText(
      stationId,
      { temperature: second / 20 },
      new Date(Date.UTC(2026, 6, 1, 12, 0, second)).toISOString(),
    ),
  );
}

async function countStored(stationId: string): Promise<number> {
  const [row] = await run.stack.query<{ stored: string }>(
    'SELECT COUNT(*) AS `stored` FROM reading r JOIN station s ON s.id = r.station_id WHERE s.station_id = ?',
    [stationId],
  );
  return Number(row?.stored);
}

async function expectAllRunning(): Promise<void> {
  expect([run.consumer.hasExited, dashboard.hasExited]).toEqual([false, false]);
  const { read, stored, repeated, deadLettered, lost } = await run.stack.counts();
  expect({ read, lost }).toEqual({ read: run.published, lost: 0 });
  expect(stored + repeated + deadLettered).toBe(read);
  await expectCleanAndDrained(run.stack);
}

beforeAll(() => {
  dashboard = run.stack.app('dashboard');
});

describe('batches of other clients', () => {
  it.each(CODECS)('are read if they are compressed with %s', async (codec) => {
    await publishWith(codec, readings(codec));
    await run.consumed();
    expect(await countStored(codec)).toBe(RECORDS);
  });

  it('are read by the dashboard and by verify as well', expectAllRunning);
});

describe('the topic', () => {
  it('gets the configured compression, which is logged, and keeps its other settings', async () => {
    await configureTopic(run.stack.servers, TOPIC, 'retention.ms=86400000');
    const migrator = run.stack.app('migrator', { TOPIC_COMPRESSION: 'zstd' }, ['up']);
    await migrator.exitedWith(0);
    expect(migrator.output).toMatch(/topic altered .*setting=compression.type from=producer to=zstd/);
    const again = run.stack.app('migrator', { TOPIC_COMPRESSION: 'zstd' }, ['up']);
    await again.exitedWith(0);
    expect(again.output).not.toMatch(/topic altered/);
    await publishWith('lz4', readings('kept-as-zstd'));
    await run.consumed();
    expect(await countStored('kept-as-zstd')).toBe(RECORDS);
    const described = ['--entity-type', 'topics', '--entity-name', TOPIC, '--describe'];
    const settings = await runTool(run.stack.servers.tools.configTool(described));
    expect(settings).toMatch(/compression.type=zstd/);
    expect(settings).toMatch(/retention.ms=86400000/);
  });
});

describe('transactions that overlap', () => {
  it('are stored if they are committed and skipped if they are aborted, whichever ends first', async () => {
    await run.consumer.stop();
    const { kafka } = run.stack.kafka();
    const begin = async (stationId: string): Promise<Transaction> => {
      const producer = kafka.producer({
        transactionalId: stationId,
        idempotent: true,
        maxInFlightRequests: 1,
      });
      await producer.connect();
      const transaction = await producer.transaction();
      const value = readingText(stationId, { temperature: 1 });
      await transaction.send({ topic: TOPIC, messages: [{ key: stationId, value, partition: 0 }] });
      const end = async (how: 'commit' | 'abort'): Promise<void> => {
        await transaction[how]();
        await producer.disconnect();
      };
      return { end };
    };
    const [first, second, third] = [
      await begin('aborted-1'),
      await begin('aborted-2'),
      await begin('committed'),
    ];
    for (const aborted of [second, first]) await aborted.end('abort');
    await third.end('commit');
    run.published += 1;
    await publishWith('none', readings('after-transactions'));
    run.startConsumer();
    await run.consumed();
    const stations = ['aborted-1', 'aborted-2', 'committed', 'after-transactions'];
    expect(await Promise.all(stations.map(countStored))).toEqual([0, 0, 1, RECORDS]);
    await expectAllRunning();
  });
});

describe('a batch that becomes too large', () => {
  it('is one dead letter, and later records in all partitions are stored', async () => {
    await publishWith('gzip', [' '.repeat(TOO_MANY_BYTES)], SENDS_LARGE_RECORDS);
    for (const codec of CODECS) await publishWith(codec, readings(`behind-${codec}`));
    await run.consumed();
    for (const codec of CODECS) expect(await countStored(`behind-${codec}`)).toBe(RECORDS);
    const [deadLetter] = await run.stack.records(DEAD_LETTERS, 1);
    const offset = deadLetter?.headers[DEAD_LETTER_HEADERS.offset] ?? '';
    expect(deadLetter?.headers).toMatchObject({
      [DEAD_LETTER_HEADERS.lastOffset]: offset,
      [DEAD_LETTER_HEADERS.reason]: expect.stringContaining(
        `the batch of the offsets ${offset} to ${offset} cannot be read: `,
      ),
    });
    expect((await run.stack.counts()).deadLettered).toBe(1);
    await expectAllRunning();
  });

  it('is listed, and skipped by a redrive', async () => {
    const list = await weather(run.stack, 'dead-letters', 'list');
    expect(list.output).toMatch(/weather_data\/\d\/\d+ to \d+ +decode/);
    const redrive = await weather(run.stack, 'dead-letters', 'redrive', '--all');
    expect(redrive.lines).toContain('1 dead letter cannot be resent: a whole batch that is unreadable');
  });
});
