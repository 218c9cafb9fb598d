import { describe, expect, it } from '@jest/globals';
import type { AddressedRecord } from '@weather/kafka-client';
import type { StoredDeadLetter } from './dead-letter.ts';
import { formatRedrive, redrive, type RedriveOptions, type RedriveResult } from './redrive.ts';

const NOW = Date.UTC(2026, 0, 2);
const ALL = { stage: undefined, reason: undefined, partition: undefined, since: undefined, until: undefined };

function deadLetter(offset: number, changes: Partial<StoredDeadLetter> = {}): StoredDeadLetter {
  return {
    partition: 0,
    offset: 1000 + offset,
    source: { topic: 'weather_data', partition: 2, offset },
    stage: 'store',
    reason: '',
    at: '2026-01-01T12:00:00.000Z',
    key: Buffer.from('EWR'),
    value: Buffer.from(String(offset)),
    headers: { 'trace-id': 'abc' },
    fullLength: undefined,
    lastOffset: undefined,
    identity: `weather_data/2/${offset}/ab`,
    ...changes,
  };
}

async function run(
  deadLetters: readonly StoredDeadLetter[],
  options: Partial<RedriveOptions> & { readonly before?: readonly string[] } = {},
): Promise<{ result: RedriveResult; batches: (readonly AddressedRecord[])[] }> {
  const batches: (readonly AddressedRecord[])[] = [];
  const result = await redrive({
    topic: {
      redriven: () => Promise.resolve(new Map((options.before ?? []).map((identity) => [identity, 'then']))),
      deadLetters: async function* () {
        for (const deadLetter of deadLetters) yield await Promise.resolve(deadLetter);
      },
    },
    deadLetterTopic: 'weather_data_dlq',
    filter: ALL,
    limit: Number.POSITIVE_INFINITY,
    partitionCounts: new Map([['weather_data', 4]]),
    send: (records) => Promise.resolve(void batches.push(records)),
    onSent: () => undefined,
    now: () => NOW,
    signal: new AbortController().signal,
    ...options,
  });
  return { result, batches: batches.filter(({ length }) => length > 0) };
}

const sentValues = (batches: (readonly AddressedRecord[])[]): string[] =>
  batches.flat().flatMap(({ value }) => (value === null ? [] : [value.toString()]));

describe('redrive', () => {
  it('sends the original record and the marker in one batch', async () => {
    const { batches } = await run([deadLetter(17)]);
    expect(batches).toEqual([
      [
        {
          topic: 'weather_data',
          partition: 2,
          key: Buffer.from('EWR'),
          value: Buffer.from('17'),
          headers: { 'trace-id': 'abc' },
        },
        {
          topic: 'weather_data_dlq',
          partition: 0,
          key: 'weather_data/2/17/ab',
          value: null,
          headers: {
            'dlq.redriven-partition': '0',
            'dlq.redriven-offset': '1017',
            'dlq.redriven-at': '2026-01-02T00:00:00.000Z',
          },
        },
      ],
    ]);
  });

  it('leaves the partition to the key when the topic has fewer partitions now', async () => {
    const { batches } = await run([deadLetter(17)], { partitionCounts: new Map([['weather_data', 2]]) });
    expect(batches[0]?.[0]).not.toHaveProperty('partition');
  });

  it('sends each record once, across runs and duplicate dead letters', async () => {
    const { result, batches } = await run([deadLetter(1), deadLetter(2), deadLetter(2, { offset: 5000 })], {
      before: ['weather_data/2/1/ab'],
    });
    expect(sentValues(batches)).toEqual(['2']);
    expect(result).toEqual({ sent: 1, duplicates: 2, truncated: 0, unreadableBatches: 0, withoutTopic: 0 });
  });

  it('skips unreadable batches, and counts them', async () => {
    const { result } = await run([deadLetter(1, { lastOffset: 7 }), deadLetter(2)]);
    expect(result).toMatchObject({ sent: 1, unreadableBatches: 1 });
    expect(formatRedrive(result, false)).toContain(
      '1 dead letter cannot be resent: a whole batch that is unreadable',
    );
  });

  it('skips truncated dead letters and those without a topic, and counts them', async () => {
    const gone = { topic: 'gone', partition: 0, offset: 3 };
    const deadLetters = [
      deadLetter(1, { fullLength: 900_000 }),
      deadLetter(2, { source: gone }),
      deadLetter(3),
    ];
    const { result, batches } = await run(deadLetters);
    expect(sentValues(batches)).toEqual(['3']);
    expect(result).toEqual({ sent: 1, duplicates: 0, truncated: 1, unreadableBatches: 0, withoutTopic: 1 });
  });

  it('sends the selected dead letters, up to the limit', async () => {
    const deadLetters = [deadLetter(1), deadLetter(2, { stage: 'decode' }), deadLetter(3), deadLetter(4)];
    const { batches } = await run(deadLetters, { filter: { ...ALL, stage: 'store' }, limit: 2 });
    expect(sentValues(batches)).toEqual(['1', '3']);
  });

  it('limits batches in number and bytes, and keeps the order', async () => {
    const many = Array.from({ length: 450 }, (_, index) => deadLetter(index));
    const { batches } = await run(many);
    expect(batches.map(({ length }) => length / 2)).toEqual([200, 200, 50]);
    expect(sentValues(batches)).toEqual(many.map(({ value }) => String(value)));
    const large = [1, 2, 3].map((offset) => deadLetter(offset, { value: Buffer.alloc(500_000) }));
    expect((await run(large)).batches).toHaveLength(3);
  });

  it('starts no batch after the signal', async () => {
    const controller = new AbortController();
    const many = Array.from({ length: 450 }, (_, index) => deadLetter(index));
    const { result, batches } = await run(many, {
      signal: controller.signal,
      onSent: () => controller.abort(),
    });
    expect([result.sent, batches.length]).toEqual([200, 1]);
  });
});

describe('formatRedrive', () => {
  it('lists only the outcomes that occurred', () => {
    expect(
      formatRedrive({ sent: 1, duplicates: 0, truncated: 0, unreadableBatches: 0, withoutTopic: 0 }, false),
    ).toBe('1 dead letter resent\n');
    expect(
      formatRedrive(
        { sent: 0, duplicates: 2, truncated: 1, unreadableBatches: 0, withoutTopic: 3 },
        true,
      ).split('\n'),
    ).toEqual([
      '0 dead letters would be resent',
      '2 dead letters already resent or a duplicate',
      '1 dead letter cannot be resent: only the beginning was kept',
      '3 dead letters cannot be resent: the topic does not exist',
      '',
    ]);
    const result = { sent: 0, duplicates: 0, truncated: 0, unreadableBatches: 0, withoutTopic: 1 };
    expect(formatRedrive(result, false, 'ada')).toMatch(
      /does not exist, or KAFKA_SASL_USERNAME="ada" lacks the right to Describe it/,
    );
  });
});
