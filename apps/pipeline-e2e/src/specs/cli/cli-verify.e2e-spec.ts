import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@weather/service-runtime/testing';
import { fetchEndOffsets, removeRecords } from '../../support/faults/topic-admin.ts';
import type { AppProcess } from '../../support/stack/app-process.ts';
import { runTool } from '../../support/stack/kafka-tools.ts';
import { TestStack } from '../../support/stack/test-stack.ts';
import {
  expectClean,
  expectCleanAndDrained,
  readingText,
  verify,
  weather,
} from '../../support/stack/weather-command.ts';

const TOPIC = 'weather_data';
const DISCREPANCIES = 1;
const AT_SQL = '2026-07-01 12:00:00.000';

let stack: TestStack;
let consumer: AppProcess;
let published = 0;

/** Publishes values under one key, so that they are in one partition, in their order. */
async function publish(key: string, ...values: string[]): Promise<void> {
  await stack.publish(
    TOPIC,
    values.map((value) => ({ key, value: Buffer.from(value) })),
  );
  published += values.length;
}

/** Counts the discrepancies by kind. */
async function countDiscrepancies(): Promise<Record<string, number>> {
  return Object.fromEntries((await verify(stack)).discrepancies.map(({ kind, count }) => [kind, count]));
}

const READING_OF = 'station_id = (SELECT id FROM station WHERE station_id = ?)';

beforeAll(async () => {
  stack = await TestStack.start();
  await stack.migrate('up');
  consumer = stack.app('consumer');
  await publish(
    'a',
    ...[10, 20, 30.5, 31.2].map((temperature, hour) =>
      readingText('a', { temperature }, `2026-07-01T0${hour}:00:00Z`),
    ),
  );
  await publish(
    'b',
    readingText('b', { temperature: 1.1, humidity: 33.3 }),
    readingText('b', { temperature: 1.1, humidity: 33.3 }),
  );
  await publish(
    'c',
    readingText('c', { temperature: 20 }),
    readingText('c', { temperature: 40.1 }),
    readingText('c', { humidity: 0.1 }),
  );
  await publish(
    'd',
    readingText('d', { temperature: 33.3 }),
    '{"no": ',
    readingText('d', { windSpeed: 'calm' }),
    'é\u001b[2J\u202e',
  );
  await publish('e', readingText('e', { temperature: 0.1 + 0.2, pressure: 1013.25 }));
  await stack.query('ALTER TABLE reading ADD CONSTRAINT no_seven CHECK (humidity IS NULL OR humidity <> 7)');
  await publish(
    'b',
    readingText('b', { temperature: 99, humidity: 7 }),
    readingText('refused', { humidity: 7 }),
  );
  await stack.consumed(published);
  await stack.query('ALTER TABLE reading DROP CONSTRAINT no_seven');
});

afterAll(async () => {
  await stack.stop();
});

describe('weather verify', () => {
  it('finds no problem after valid, duplicate, corrected, invalid and rejected records', async () => {
    const report = await expectClean(stack);
    const { read, deadLettered } = await stack.counts();
    expect([read, deadLettered]).toEqual([published, 5]);
    expect(report.compared).toEqual({
      records: published,
      rows: 8,
      extraRowsDetected: true,
      unverifiableRows: 0,
    });
    expect(report.partitions.every(({ nextOffset, end }) => (nextOffset ?? 0) === end)).toBe(true);
    expect(report.notes).toEqual([]);
  });

  it.each<[string, string, unknown[], string, unknown[], Record<string, number>]>([
    [
      'a deleted row',
      `DELETE FROM reading WHERE ${READING_OF}`,
      ['e'],
      `INSERT INTO reading (station_id, observed_at, temperature, pressure)
       SELECT id, '${AT_SQL}', 0.30000000000000004, 1013.25 FROM station WHERE station_id = ?`,
      ['e'],
      { 'row-count': 1, 'reading-missing': 1 },
    ],
    [
      'an extra row',
      `INSERT INTO reading (station_id, observed_at, humidity)
       SELECT id, '1999-01-01', 50 FROM station WHERE station_id = ?`,
      ['e'],
      `DELETE FROM reading WHERE observed_at = '1999-01-01' AND ${READING_OF}`,
      ['e'],
      { 'row-count': 1, 'reading-extra': 1 },
    ],
    [
      'a changed value',
      `UPDATE reading SET temperature = 0.3 WHERE ${READING_OF}`,
      ['e'],
      `UPDATE reading SET temperature = 0.30000000000000004 WHERE ${READING_OF}`,
      ['e'],
      { 'reading-wrong': 1 },
    ],
    [
      'an older value in place of its correction',
      `UPDATE reading SET temperature = 20, humidity = NULL WHERE ${READING_OF}`,
      ['c'],
      `UPDATE reading SET temperature = 40.1, humidity = 0.1 WHERE ${READING_OF}`,
      ['c'],
      { 'reading-wrong': 1, 'exceedance-extra': 1 },
    ],
    [
      'the value of a dead letter',
      `UPDATE reading SET temperature = 99, humidity = 8 WHERE ${READING_OF}`,
      ['b'],
      `UPDATE reading SET temperature = 1.1, humidity = 33.3 WHERE ${READING_OF}`,
      ['b'],
      { 'reading-wrong': 1, 'exceedance-missing': 1 },
    ],
    [
      'a missing exceedance',
      'DELETE FROM warning_temperatures WHERE sensor_id = ?',
      ['d'],
      `INSERT INTO warning_temperatures (sensor_id, temperature, timestamp) VALUES (?, 33.3, '${AT_SQL}')`,
      ['d'],
      { 'exceedance-missing': 1 },
    ],
    [
      'extra exceedances: at the threshold, of a missing reading and of a missing station',
      `INSERT INTO warning_temperatures (sensor_id, temperature, timestamp)
       VALUES ('e', 31, ?), ('e', 31, '1999-01-01'), ('nobody', 31, '1999-01-01')`,
      [AT_SQL],
      'DELETE FROM warning_temperatures WHERE temperature = ?',
      [31],
      { 'exceedance-extra': 3 },
    ],
    [
      'an exceedance with another temperature',
      'UPDATE warning_temperatures SET temperature = 33.4 WHERE sensor_id = ?',
      ['d'],
      'UPDATE warning_temperatures SET temperature = 33.3 WHERE sensor_id = ?',
      ['d'],
      { 'exceedance-wrong': 1 },
    ],
    [
      'a record counted twice',
      'UPDATE consumer_offset SET read_count = read_count + 1 WHERE read_count > ? LIMIT 1',
      [0],
      'UPDATE consumer_offset SET read_count = stored_count + duplicate_count + correction_count + dead_lettered_count + ?',
      [0],
      { 'counts-differ': 1, 'records-overcounted': 1 },
    ],
    [
      'a committed offset above the end',
      'UPDATE consumer_offset SET next_offset = next_offset + ?',
      [1000],
      'UPDATE consumer_offset SET next_offset = next_offset - ?',
      [1000],
      { 'offset-above-end': 3 },
    ],
  ])('finds %s', async (_name, break_, breakParameters, repair, repairParameters, expected) => {
    await stack.query(break_, breakParameters);
    expect(await countDiscrepancies()).toEqual(expected);
    await stack.query(repair, repairParameters);
    await expectClean(stack);
  });

  it('names the record, the station, the time and the difference', async () => {
    await stack.query(`UPDATE reading SET temperature = 0.3 WHERE ${READING_OF}`, ['e']);
    const app = await weather(stack, 'verify');
    expect(await app.exited()).toBe(DISCREPANCIES);
    expect(app.output).toMatch(
      /reading-wrong: 1 .*\n {4}weather_data\/\d\/\d+ {2}e at 2026-07-01T12:00:00.000Z {2}temperature is 0.3, the record has 0.30000000000000004/,
    );
    await stack.query(`UPDATE reading SET temperature = ? WHERE ${READING_OF}`, ['0.30000000000000004', 'e']);
    await expectClean(stack);
  });

  it('does not compare records if it is quick', async () => {
    await stack.query(`UPDATE reading SET pressure = 1 WHERE ${READING_OF}`, ['e']);
    expect(await verify(stack, '--quick')).toMatchObject({ ok: true });
    await stack.query(`UPDATE reading SET pressure = 1013.25 WHERE ${READING_OF}`, ['e']);
  });

  it('finds skipped records: readings, and an invalid one without a dead letter', async () => {
    await consumer.stop();
    const before = await stack.query<{ partition: number; position: string }>(
      'SELECT partition_number AS `partition`, next_offset AS position FROM consumer_offset ORDER BY 1',
    );
    await publish(
      'skipped',
      readingText('skipped', { temperature: 1 }),
      'no reading',
      readingText('skipped', { humidity: 1 }, '2026-07-02T00:00:00Z'),
    );
    const lagging = (await expectClean(stack)).partitions.find(({ lag }) => lag > 0);
    expect(lagging?.lag).toBe(3);
    const position = before.find(({ partition }) => partition === lagging?.partition)?.position ?? null;
    await stack.query(
      `INSERT INTO consumer_offset (consumer_group, topic, partition_number, next_offset, updated_at)
       VALUES ('weather_consumer', ?, ?, ?, NOW(3)) ON DUPLICATE KEY UPDATE next_offset = VALUES(next_offset)`,
      [TOPIC, lagging?.partition, lagging?.end],
    );
    const { discrepancies: found } = await verify(stack);
    expect(found.map(({ kind, count }) => [kind, count])).toEqual([
      ['records-unread', 3],
      ['reading-missing', 2],
      ['dead-letter-missing', 1],
    ]);
    const place = (index: number): string =>
      `${TOPIC}/${lagging?.partition}/${(lagging?.end ?? 0) - 3 + index}`;
    expect(found[1]?.examples.map((example) => example['place']).sort()).toEqual([place(0), place(2)]);
    expect(found[2]?.examples).toMatchObject([{ place: place(1) }]);
    await stack.query('UPDATE consumer_offset SET next_offset = ? WHERE partition_number = ?', [
      position,
      lagging?.partition,
    ]);
    consumer = stack.app('consumer');
    await stack.consumed(published);
    await expectClean(stack);
  });

  it('finds no problem while readings and corrections flow', async () => {
    const producer = stack.app('producer', {
      SIMULATION_STATIONS: '200',
      SIMULATION_INTERVAL_MS: '100',
    });
    await producer.line(/Message Sent/);
    const flow = { isOn: true };
    const correcting = (async (): Promise<void> => {
      for (let temperature = 0; flow.isOn; temperature = (temperature + 1) % 60) {
        await publish(
          'f',
          readingText('f', { temperature }),
          readingText('f', { temperature: temperature + 0.5 }),
        );
      }
    })();
    const rows: number[] = [];
    for (let round = 0; round < 6; round++) rows.push((await expectClean(stack)).compared?.rows ?? 0);
    flow.isOn = false;
    await correcting;
    expect(await producer.stop()).toBe(0);
    expect(new Set(rows).size).toBeGreaterThan(1);
    await eventually(() => expectCleanAndDrained(stack));
    published = (await stack.counts()).read;
  });

  it('writes nothing and joins no group', async () => {
    const app = await weather(stack, 'verify');
    expect(app.lines.at(-1)).toBe('OK, no problems found');
    const [broker = ''] = stack.servers.brokers;
    const tool = stack.servers.tools.kafkaTool('org.apache.kafka.tools.consumer.group.ConsumerGroupCommand', [
      '--bootstrap-server',
      broker,
      '--list',
    ]);
    expect((await runTool(tool)).trim().split('\n')).toEqual(['weather_consumer']);
  });
});

describe('a topic whose beginning was deleted', () => {
  it('is verified as far as possible, and the report names what cannot be detected', async () => {
    const { partitions } = await expectClean(stack);
    const before = partitions.map(({ end }) => end - 2);
    await removeRecords(stack.servers.brokers, TOPIC, before);
    const { notes, compared } = await expectClean(stack);
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
    await expectClean(stack);
    const ends = await fetchEndOffsets(stack.servers.brokers, TOPIC);
    const before = ends.map((end, partition) => (partition === first ? end : 0));
    await removeRecords(stack.servers.brokers, TOPIC, before);
    const { notes, compared } = await expectClean(stack);
    expect(compared?.unverifiableRows).toBe(1);
    expect(notes).toContainEqual(expect.stringMatching(/^1 rows have other values than the records/));
  });
});

/** Publishes a reading of one station and timestamp, and waits until it is stored. @returns the partition that it is in. */
async function publishTo(key: string, fields: object): Promise<number> {
  const { brokers } = stack.servers;
  const before = await fetchEndOffsets(brokers, TOPIC);
  await publish(key, readingText('wanders', fields));
  await stack.consumed(published);
  const after = await fetchEndOffsets(brokers, TOPIC);
  return after.findIndex((end, partition) => end !== before[partition]);
}
