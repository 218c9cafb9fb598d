import { describe, expect, it } from '@jest/globals';
import { writeLines } from '../../support/stack/kafka-tools.ts';
import { useConsumer } from '../../support/stack/use-stack.ts';
import { expectClean, readingText } from '../../support/stack/weather-command.ts';

const TOPIC = 'weather_data';

const run = useConsumer();

async function publish(...values: (string | Buffer | null)[]): Promise<void> {
  await run.publish('any', ...values);
}

async function findExceedances(stationId: string): Promise<object[]> {
  return await run.stack.query(
    'SELECT temperature, timestamp FROM warning_temperatures WHERE sensor_id = ? ORDER BY timestamp',
    [stationId],
  );
}

describe('a reading', () => {
  it('is stored with every quantity, its timestamp in UTC to the millisecond, and its city', async () => {
    const fields = {
      temperature: 21.37,
      humidity: 40.5,
      pressure: 1013.25,
      windDirection: 359.9,
      city: 'Zürich',
    };
    await publish(readingText('full', { ...fields, observedAt: '2026-07-01T14:00:00.123+02:00' }));
    await run.consumed();
    expect(await run.findReadings('full')).toEqual([
      { stationId: 'full', observedAt: '2026-07-01 12:00:00.123', ...fields },
    ]);
    expect(await findExceedances('full')).toEqual([]);
  });

  it('is stored unchanged, however impossible its values', async () => {
    const impossible = [
      { temperature: 100.1, humidity: 101, pressure: 299, windDirection: 361 },
      { temperature: -300, humidity: -1, pressure: -1, windDirection: -1 },
      { temperature: -Number.MAX_VALUE, humidity: Number.MAX_VALUE, pressure: Number.MIN_VALUE },
    ];
    await publish(
      ...impossible.map((fields, hour) =>
        readingText('impossible', { ...fields, observedAt: `2026-07-01T0${hour}:00:00Z` }),
      ),
    );
    const { deadLettered } = await run.consumed();
    expect(deadLettered).toBe(0);
    expect(await run.findReadings('impossible')).toMatchObject(impossible);
    await expectClean(run.stack);
  });

  it('is an exceedance strictly above 30 °C', async () => {
    const hot = (temperature: number, hour: string): string =>
      readingText('hot', { temperature, observedAt: `2026-07-01T${hour}:00:00Z` });
    await publish(hot(30, '10'), hot(30.01, '11'), hot(45.5, '12'));
    await run.consumed();
    expect(await findExceedances('hot')).toEqual([
      { temperature: 30.01, timestamp: '2026-07-01 11:00:00.000' },
      { temperature: 45.5, timestamp: '2026-07-01 12:00:00.000' },
    ]);
    await run.consumer.line(/⚠️ Alert Saved: hot 45.5 °C at 2026-07-01T12:00:00.000Z/);
  });

  it('is stored once if it is sent twice', async () => {
    const before = await run.stack.counts();
    const value = readingText('twice', { temperature: 31 });
    await publish(value, value);
    await publish(value);
    const counts = await run.consumed();
    expect([counts.stored - before.stored, counts.repeated - before.repeated]).toEqual([1, 2]);
    expect(await run.findReadings('twice')).toHaveLength(1);
    expect(await findExceedances('twice')).toHaveLength(1);
  });

  it('replaces the one that it corrects, and its exceedance is added, changed and removed with it', async () => {
    const correct = async (temperature: number | null): Promise<unknown[]> => {
      await publish(readingText('corrected', { temperature, humidity: 50 }));
      await run.consumed();
      const [stored] = await run.findReadings('corrected');
      return [stored?.temperature, (await findExceedances('corrected')).length];
    };
    expect(await correct(20)).toEqual([20, 0]);
    expect(await correct(33)).toEqual([33, 1]);
    expect(await correct(34)).toEqual([34, 1]);
    expect(await findExceedances('corrected')).toEqual([
      { temperature: 34, timestamp: '2026-07-01 12:00:00.000' },
    ]);
    expect(await correct(null)).toEqual([null, 0]);
  });

  it('in the legacy format from another client is stored like any other', async () => {
    const line = '{"sensor_id": 1, "température": 31.2, "city": "Paris", "timestamp": "2026-01-01 12:00:00"}';
    await writeLines(run.stack.servers, TOPIC, [line]);
    run.published += 1;
    await run.consumed();
    expect(await run.findReadings('1')).toMatchObject([
      { stationId: '1', observedAt: '2026-01-01 12:00:00.000', temperature: 31.2, city: 'Paris' },
    ]);
    expect(await findExceedances('1')).toEqual([{ temperature: 31.2, timestamp: '2026-01-01 12:00:00.000' }]);
  });
});

describe('the consumer', () => {
  it('counts every record that it has read, and commits its offsets to Kafka', () => run.expectAllCounted());
});
