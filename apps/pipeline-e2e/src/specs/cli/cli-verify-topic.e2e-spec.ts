import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@weather/service-runtime/testing';
import { fetchEndOffsets, removeRecords } from '../../support/faults/topic-admin.ts';
import { runTool } from '../../support/stack/kafka-tools.ts';
import { publishSampleRecords } from '../../support/stack/sample-records.ts';
import { useConsumer } from '../../support/stack/use-stack.ts';
import {
  expectClean,
  expectCleanAndDrained,
  readingText,
  verify,
  weather,
} from '../../support/stack/weather-command.ts';

const TOPIC = 'weather_data';

const run = useConsumer();

beforeAll(() => publishSampleRecords(run));

describe('weather verify', () => {
  it('finds skipped records: readings, and an invalid one without a dead letter', async () => {
    await run.consumer.stop();
    const before = await run.stack.query<{ partition: number; position: string }>(
      'SELECT partition_number AS `partition`, next_offset AS position FROM consumer_offset ORDER BY 1',
    );
    await run.publish(
      'skipped',
      readingText('skipped', { temperature: 1 }),
      'no reading',
      readingText('skipped', { humidity: 1 }, '2026-07-02T00:00:00Z'),
    );
    const lagging = (await expectClean(run.stack)).partitions.find(({ lag }) => lag > 0);
    expect(lagging?.lag).toBe(3);
    const position = before.find(({ partition }) => partition === lagging?.partition)?.position ?? null;
    await run.stack.query(
      `INSERT INTO consumer_offset (consumer_group, topic, partition_number, next_offset, updated_at)
       VALUES ('weather_consumer', ?, ?, ?, NOW(3)) ON DUPLICATE KEY UPDATE next_offset = VALUES(next_offset)`,
      [TOPIC, lagging?.partition, lagging?.end],
    );
    const { discrepancies: found } = await verify(run.stack);
    expect(found.map(({ kind, count }) => [kind, count])).toEqual([
      ['records-unread', 3],
      ['reading-missing', 2],
      ['dead-letter-missing', 1],
    ]);
    const place = (index: number): string =>
      `${TOPIC}/${lagging?.partition}/${(lagging?.end ?? 0) - 3 + index}`;
    expect(found[1]?.examples.map((example) => example['place']).sort()).toEqual([place(0), place(2)]);
    expect(found[2]?.examples).toMatchObject([{ place: place(1) }]);
    await run.stack.query('UPDATE consumer_offset SET next_offset = ? WHERE partition_number = ?', [
      position,
      lagging?.partition,
    ]);
    run.startConsumer();
    await run.consumed();
    await expectClean(run.stack);
  });

  it('finds no problem while readings and corrections flow', async () => {
    const producer = run.stack.app('producer', {
      SIMULATION_STATIONS: '200',
      SIMULATION_INTERVAL_MS: '100',
    });
    await producer.line(/Message Sent/);
    const flow = { isOn: true };
    const correcting = (async (): Promise<void> => {
      for (let temperature = 0; flow.isOn; temperature = (temperature + 1) % 60) {
        await run.publish(
          'f',
          readingText('f', { temperature }),
          readingText('f', { temperature: temperature + 0.5 }),
        );
      }
    })();
    const rows: number[] = [];
    for (let round = 0; round < 6; round++) rows.push((await expectClean(run.stack)).compared?.rows ?? 0);
    flow.isOn = false;
    await correcting;
    expect(await producer.stop()).toBe(0);
    expect(new Set(rows).size).toBeGreaterThan(1);
    await eventually(() => expectCleanAndDrained(run.stack));
    run.published = (await run.stack.counts()).read;
  });

  it('writes nothing and joins no group', async () => {
    const app = await weather(run.stack, 'verify');
    expect(app.lines.at(-1)).toBe('OK, no problems found');
    const [broker = ''] = run.stack.servers.brokers;
    const tool = run.stack.servers.tools.kafkaTool(
      'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand',
      ['--bootstrap-server', broker, '--list'],
    );
    expect((await runTool(tool)).trim().split('\n')).toEqual(['weather_consumer']);
  });
});

describe('a topic whose beginning was deleted', () => {
  it('is verified as far as possible, and the report names what cannot be detected', async () => {
    const { partitions } = await expectClean(run.stack);
    const before = partitions.map(({ end }) => end - 2);
    await removeRecords(run.stack.servers.brokers, TOPIC, before);
    const { notes, compared } = await expectClean(run.stack);
    expect(compared?.extraRowsDetected).toBe(false);
    expect(notes).toEqual([
      expect.stringMatching(/^extra rows cannot be detected: weather_data\/0 starts at offset \d+, /),
    ]);
  });

  it('explains a row by a deleted record: the last one of a station in two partitions', async () => {
    const first = await publishTo('key 0', { temperature: 10 });
    let second = first;
    for (let n = 1; second === first; n++) second = await publishTo(`key ${n}`, { temperature: 11 });
    expect(await publishTo('key 0', { temperature: 12 })).toBe(first);
    await expectClean(run.stack);
    const ends = await fetchEndOffsets(run.stack.servers.brokers, TOPIC);
    const before = ends.map((end, partition) => (partition === first ? end : 0));
    await removeRecords(run.stack.servers.brokers, TOPIC, before);
    const { notes, compared } = await expectClean(run.stack);
    expect(compared?.unverifiableRows).toBe(1);
    expect(notes).toContainEqual(expect.stringMatching(/^1 rows have other values than the records/));
  });
});

/** Publishes a reading of one station and timestamp, and waits until it is stored. @returns the partition that it is in. */
async function publishTo(key: string, fields: object): Promise<number> {
  const { brokers } = run.stack.servers;
  const before = await fetchEndOffsets(brokers, TOPIC);
  await run.publish(key, readingText('wanders', fields));
  await run.consumed();
  const after = await fetchEndOffsets(brokers, TOPIC);
  return after.findIndex((end, partition) => end !== before[partition]);
}
