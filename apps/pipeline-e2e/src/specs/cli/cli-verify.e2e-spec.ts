import { beforeAll, describe, expect, it } from '@jest/globals';
import { publishSampleRecords } from '../../support/stack/sample-records.ts';
import { useConsumer } from '../../support/stack/use-stack.ts';
import { expectClean, verify, weather } from '../../support/stack/weather-command.ts';

const DISCREPANCIES = 1;
const AT_SQL = '2026-07-01 12:00:00.000';

const run = useConsumer();

/** Counts the discrepancies by kind. */
async function countDiscrepancies(): Promise<Record<string, number>> {
  return Object.fromEntries((await verify(run.stack)).discrepancies.map(({ kind, count }) => [kind, count]));
}

const READING_OF = 'station_id = (SELECT id FROM station WHERE station_id = ?)';

beforeAll(() => publishSampleRecords(run));

describe('weather verify', () => {
  it('finds no problem after valid, duplicate, corrected, invalid and rejected records', async () => {
    const report = await expectClean(run.stack);
    const { read, deadLettered } = await run.stack.counts();
    expect([read, deadLettered]).toEqual([run.published, 5]);
    expect(report.compared).toEqual({
      records: run.published,
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
    await run.stack.query(break_, breakParameters);
    expect(await countDiscrepancies()).toEqual(expected);
    await run.stack.query(repair, repairParameters);
    await expectClean(run.stack);
  });

  it('names the record, the station, the time and the difference', async () => {
    await run.stack.query(`UPDATE reading SET temperature = 0.3 WHERE ${READING_OF}`, ['e']);
    const app = await weather(run.stack, 'verify');
    expect(await app.exited).toBe(DISCREPANCIES);
    expect(app.output).toMatch(
      /reading-wrong: 1 .*\n {4}weather_data\/\d\/\d+ {2}e at 2026-07-01T12:00:00.000Z {2}temperature is 0.3, the record has 0.30000000000000004/,
    );
    await run.stack.query(`UPDATE reading SET temperature = ? WHERE ${READING_OF}`, [
      '0.30000000000000004',
      'e',
    ]);
    await expectClean(run.stack);
  });

  it('does not compare records if it is quick', async () => {
    await run.stack.query(`UPDATE reading SET pressure = 1 WHERE ${READING_OF}`, ['e']);
    expect(await verify(run.stack, '--quick')).toMatchObject({ ok: true });
    await run.stack.query(`UPDATE reading SET pressure = 1013.25 WHERE ${READING_OF}`, ['e']);
  });
});
