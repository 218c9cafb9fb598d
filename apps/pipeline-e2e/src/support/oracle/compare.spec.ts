import { beforeEach, describe, expect, it } from '@jest/globals';
import { MIXED, seededRecord } from '../load/seeded-records.ts';
import { compare, type Findings } from './compare.ts';
import { expectedState, readingKey } from './expected-state.ts';
import type { StoredState } from './stored-state.ts';
import type { TailedRecord } from '../stack/printed-records.ts';

const PARTITIONS = 3;
const sent = Array.from({ length: 2_000 }, (_, n) => seededRecord(1, n, { ...MIXED, repeats: 0.2 }));

/** The topic as Kafka would have it: records of a station in one partition, in order. */
function makeTopic(): TailedRecord[] {
  const next = Array<number>(PARTITIONS).fill(0);
  return sent.map(({ record }) => {
    const partition = Number(record.key.slice(1)) % PARTITIONS;
    const offset = next[partition] ?? 0;
    next[partition] = offset + 1;
    return { partition, offset, headers: {}, key: record.key, value: record.value.toString('latin1') };
  });
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer Item)[] ? Item[] : T[K] };

let topic: TailedRecord[];
let stored: Mutable<StoredState>;

/** Tables and dead letters as a pipeline without faults would leave them. */
beforeEach(() => {
  topic = makeTopic();
  const due = expectedState(sent, topic);
  const readings = [...due.readings.values()];
  stored = {
    readings: [...readings],
    exceedances: readings.flatMap(({ stationId, observedAt, temperature = 0 }) =>
      temperature > 30 ? [{ stationId, observedAt, temperature }] : [],
    ),
    partitions: new Map(
      [...due.partitions].map(([partition, { readings: count, ...counts }]) => [
        partition,
        {
          ...counts,
          read: count + counts.deadLettered,
          stored: count - counts.repeated - counts.replaced,
          lost: 0,
        },
      ]),
    ),
    deadLetters: [...due.deadLetters].map(([place, value], offset) => {
      const [partition = '', sourceOffset = ''] = place.split(':');
      const headers = { 'dlq.topic': 'weather_data', 'dlq.partition': partition, 'dlq.offset': sourceOffset };
      return { partition: 0, offset, headers, key: '', value };
    }),
  };
});

const findings = (): Findings => compare(expectedState(sent, topic), stored);
const NO_FINDINGS = { lost: [], doubled: [], wrong: [], repeatedDeadLetters: 0 };

describe('the oracle', () => {
  it('finds nothing when nothing is wrong', () => {
    expect(findings()).toEqual(NO_FINDINGS);
    expect(stored.deadLetters.length).toBeGreaterThan(5);
    expect([...stored.partitions.values()].some(({ repeated }) => repeated > 0)).toBe(true);
    expect([...stored.partitions.values()].some(({ replaced }) => replaced > 0)).toBe(true);
    expect(stored.readings.some(({ temperature }) => temperature === undefined)).toBe(true);
  });

  it('ignores the order in which partitions are printed', () => {
    topic.reverse();
    expect(findings()).toEqual(NO_FINDINGS);
  });

  it('finds a lost reading', () => {
    const [gone] = stored.readings.splice(17, 1);
    const { lost, doubled, wrong } = findings();
    expect(lost).toEqual([expect.stringContaining(String(gone?.observedAt))]);
    expect([doubled, wrong]).toEqual([[], []]);
  });

  it('finds a reading that was never sent, and one that is there twice', () => {
    const [first] = stored.readings;
    if (!first) throw new Error('no reading');
    stored.readings.push({ ...first, observedAt: 1 }, first);
    expect(findings().doubled).toHaveLength(2);
  });

  it('finds a value that differs in its last digit, is missing or was not sent', () => {
    const [first, second, third] = stored.readings;
    if (!first || !second || !third) throw new Error('no readings');
    stored.readings[0] = { ...first, pressure: (first.pressure ?? 0) + 2e-13 };
    const { humidity, ...dry } = second;
    expect(humidity).toBeDefined();
    stored.readings[1] = dry;
    stored.readings[2] = { ...third, precipitation: 0 };
    expect(findings().wrong).toHaveLength(3);
  });

  it('finds an older value that overwrote a newer one', () => {
    const readings = sent.flatMap(({ reading }) => (reading ? [reading] : []));
    const first = readings.find((reading) =>
      stored.readings.some(
        (other) => readingKey(other) === readingKey(reading) && other.temperature !== reading.temperature,
      ),
    );
    if (!first) throw new Error('no correction in the load');
    stored.readings = stored.readings.map((reading) =>
      readingKey(reading) === readingKey(first) ? first : reading,
    );
    expect(findings().wrong).toHaveLength(1);
  });

  it('finds a lost exceedance, an unexpected one and one with another temperature', () => {
    const [first, second] = stored.exceedances;
    if (!first || !second) throw new Error('no exceedances');
    stored.exceedances.splice(0, 2, { ...first, temperature: 31.05 }, { ...second, observedAt: 1 });
    const { lost, doubled, wrong } = findings();
    expect([lost.length, doubled.length, wrong.length]).toEqual([1, 1, 1]);
  });

  it('finds a committed offset that is behind or ahead, and counts that do not add up', () => {
    const partition = stored.partitions.get(1);
    if (!partition) throw new Error('no partition');
    const partitions = new Map(stored.partitions);
    stored.partitions = partitions;
    partitions.set(1, { ...partition, nextOffset: partition.nextOffset - 1 });
    expect(findings().lost).toEqual([expect.stringContaining('partition 1: nextOffset')]);
    partitions.set(1, { ...partition, nextOffset: partition.nextOffset + 1 });
    expect(findings().doubled).toEqual([expect.stringContaining('partition 1: nextOffset')]);
    partitions.set(1, { ...partition, stored: partition.stored + 5, read: partition.read + 5 });
    expect(findings().doubled).toHaveLength(2);
    partitions.set(1, { ...partition, lost: 3 });
    expect(findings().lost).toEqual([expect.stringContaining('lost is 3')]);
    partitions.delete(1);
    expect(findings().lost.length).toBeGreaterThan(2);
  });

  it('finds a bad record without its dead letter, and one whose bytes were changed', () => {
    const [first, second] = stored.deadLetters.splice(0, 2);
    if (!first || !second) throw new Error('no dead letters');
    stored.deadLetters.push({ ...second, value: `${second.value} ` });
    const { lost, wrong } = findings();
    expect([lost.length, wrong.length]).toEqual([1, 1]);
  });

  it('counts duplicate dead letters, and finds a dead letter of a valid record', () => {
    const [first] = stored.deadLetters;
    const fine = topic.find(({ value }) => value.startsWith('{"stationId"') && value.endsWith('"}'));
    if (!first || !fine) throw new Error('no dead letter or no valid record');
    stored.deadLetters.push(first);
    expect(findings()).toEqual({ ...NO_FINDINGS, repeatedDeadLetters: 1 });
    const place = { 'dlq.partition': String(fine.partition), 'dlq.offset': String(fine.offset) };
    stored.deadLetters.push({ ...first, headers: { ...first.headers, ...place } });
    expect(findings().doubled).toHaveLength(1);
  });

  it('finds acknowledged records that are not in the topic, and records that are in it twice', () => {
    const last = topic.pop();
    if (!last) throw new Error('no records');
    expect(findings().lost.some((text) => text.startsWith('acknowledged, not in the topic'))).toBe(true);
    topic.push(last, { ...last, offset: last.offset + 1 });
    expect(findings().doubled.some((text) => text.startsWith('more often in the topic'))).toBe(true);
  });
});
