import { beforeEach, describe, expect, it } from '@jest/globals';
import { parseMetricSamples } from '@weather/service-runtime/testing';
import type { Reading } from '@weather/weather-schema';
import { ConsumerMetrics } from './consumer-metrics.ts';
import type { DecodedRecord, RejectedRecord } from './decode-batch.ts';

const NOW = Date.UTC(2026, 0, 1);
const NONE = { stored: 0, duplicates: 0, corrections: [], exceedances: [] };

let metrics: ConsumerMetrics;

const samples = async (name: string): Promise<Readonly<Record<string, number>>> =>
  parseMetricSamples(await metrics.text(), name);

const recordAt = (timestampMs: number): DecodedRecord['record'] => ({
  offset: 0,
  timestampMs,
  key: null,
  value: null,
  headers: {},
});

/** A record that is so many milliseconds old, with a reading that is so many milliseconds old. */
function decoded(sentMsAgo: number, observedMsAgo = sentMsAgo): DecodedRecord {
  const reading: Reading = { stationId: 'a', observedAt: NOW - observedMsAgo };
  return { record: recordAt(NOW - sentMsAgo), reading };
}

const rejected = (stage: RejectedRecord['stage'], reason: string): RejectedRecord => ({
  record: recordAt(NOW),
  stage,
  reason,
  message: 'temperature is 468.66',
});

beforeEach(() => {
  metrics = new ConsumerMetrics('weather_data', () => NOW);
});

describe('ConsumerMetrics', () => {
  it('counts the outcomes of the records of a batch', async () => {
    const batch = {
      decoded: [decoded(1), decoded(1), decoded(1)],
      rejected: [rejected('decode', 'not-json')],
      misnamed: [],
    };
    const some = [{ stationId: 'a', observedAt: NOW }];
    metrics.committed(batch, {
      stored: 2,
      duplicates: 1,
      corrections: [...some, ...some],
      exceedances: some,
    });
    expect(await samples('weather_records_read_total')).toEqual({ '': 4 });
    expect(await samples('weather_readings_stored_total')).toEqual({ '': 2 });
    expect(await samples('weather_readings_duplicate_total')).toEqual({ '': 1 });
    expect(await samples('weather_readings_corrected_total')).toEqual({ '': 2 });
    expect(await samples('weather_exceedances_stored_total')).toEqual({ '': 1 });
    expect(await samples('weather_batch_records_sum')).toEqual({ '': 4 });
    expect(await samples('weather_last_commit_timestamp_seconds')).toEqual({ '': NOW / 1000 });
  });

  it('counts stations that arrive in several partitions', async () => {
    expect(await samples('weather_shared_stations_total')).toEqual({ '': 0 });
    metrics.shared(2);
    metrics.shared(1);
    expect(await samples('weather_shared_stations_total')).toEqual({ '': 3 });
  });

  it('observes the age of each reading at its commit, also of many that were sent in the same millisecond', async () => {
    const old = decoded(90_000);
    metrics.committed(
      { decoded: [...Array<DecodedRecord>(1000).fill(decoded(40)), old], rejected: [], misnamed: [] },
      NONE,
    );
    const buckets = await samples('weather_end_to_end_latency_seconds_bucket');
    expect(buckets).toMatchObject({ 'le="0.025"': 0, 'le="0.05"': 1000, 'le="60"': 1000, 'le="300"': 1001 });
    expect(await samples('weather_end_to_end_latency_seconds_count')).toEqual({ '': 1001 });
  });

  it('takes a record with a timestamp in the future for a new one', async () => {
    metrics.committed({ decoded: [decoded(-5_000)], rejected: [], misnamed: [] }, NONE);
    expect(await samples('weather_end_to_end_latency_seconds_sum')).toEqual({ '': 0 });
    expect(await samples('weather_newest_reading_timestamp_seconds')).toEqual({ '': NOW / 1000 });
  });

  it('reports the newest reading, whatever arrives late', async () => {
    expect(await samples('weather_newest_reading_timestamp_seconds')).toEqual({});
    metrics.committed({ decoded: [decoded(0, 7_000), decoded(0, 3_000)], rejected: [], misnamed: [] }, NONE);
    metrics.committed({ decoded: [decoded(0, 60_000)], rejected: [], misnamed: [] }, NONE);
    expect(await samples('weather_newest_reading_timestamp_seconds')).toEqual({ '': NOW / 1000 - 3 });
  });

  it('counts misnamed fields by the field that was meant, from zero', async () => {
    const first = decoded(1);
    const fields = [{ name: 'Temperature', meant: 'temperature' } as const];
    metrics.committed({ decoded: [first], rejected: [], misnamed: [{ ...first, fields }] }, NONE);
    expect(await samples('weather_unknown_fields_total')).toMatchObject({
      'field="temperature"': 1,
      'field="humidity"': 0,
    });
  });

  it('counts dead letters by stage and reason, from zero', async () => {
    metrics.deadLettered([rejected('validate', 'temperature'), rejected('store', 'database')]);
    metrics.deadLettered([rejected('validate', 'temperature')]);
    const deadLetters = await samples('weather_dead_letters_total');
    expect(deadLetters).toMatchObject({
      'stage="decode",reason="not-json"': 0,
      'stage="validate",reason="temperature"': 2,
      'stage="store",reason="database"': 1,
    });
    expect(Object.keys(deadLetters)).toHaveLength(20);
  });

  it('reports the lag of the partitions that are assigned at that time', async () => {
    let lags = new Map([
      [0, 5],
      [1, 0],
    ]);
    metrics.followLag(() => lags);
    const labels = (partition: number): string => `topic="weather_data",partition="${partition}"`;
    expect(await samples('weather_lag_records')).toEqual({ [labels(0)]: 5, [labels(1)]: 0 });
    lags = new Map([[1, 9]]);
    expect(await samples('weather_lag_records')).toEqual({ [labels(1)]: 9 });
  });
});
