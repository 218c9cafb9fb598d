import { describe, expect, it } from '@jest/globals';
import type { AddressedRecord } from '@weather/kafka-client';
import type { DeadLetter } from './dead-letter.ts';
import { formatRedrive, redriveLetters, type RedriveOptions, type RedriveResult } from './redrive-letters.ts';

const NOW = Date.UTC(2026, 0, 2);
const ALL = { stage: undefined, reason: undefined, partition: undefined, since: undefined, until: undefined };

function letter(offset: number, changes: Partial<DeadLetter> = {}): DeadLetter {
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

async function redrive(
  letters: readonly DeadLetter[],
  options: Partial<RedriveOptions> & { readonly before?: readonly string[] } = {},
): Promise<{ result: RedriveResult; batches: (readonly AddressedRecord[])[] }> {
  const batches: (readonly AddressedRecord[])[] = [];
  const result = await redriveLetters({
    topic: {
      redriven: () => Promise.resolve(new Map((options.before ?? []).map((identity) => [identity, 'then']))),
      letters: async function* () {
        for (const each of letters) yield await Promise.resolve(each);
      },
    },
    deadLetterTopic: 'weather_data_dlq',
    filter: ALL,
    limit: Number.POSITIVE_INFINITY,
    partitionsOf: new Map([['weather_data', 4]]),
    send: (records) => Promise.resolve(void batches.push(records)),
    whenSent: () => undefined,
    now: () => NOW,
    signal: new AbortController().signal,
    ...options,
  });
  return { result, batches: batches.filter(({ length }) => length > 0) };
}

const sentValues = (batches: (readonly AddressedRecord[])[]): string[] =>
  batches.flat().flatMap(({ value }) => (value === null ? [] : [value.toString()]));

describe('redriveLetters', () => {
  it('sends the record as it was and the marker of the letter in one batch', async () => {
    const { batches } = await redrive([letter(17)]);
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

  it('leaves the partition to the key where the topic has fewer partitions now', async () => {
    const { batches } = await redrive([letter(17)], { partitionsOf: new Map([['weather_data', 2]]) });
    expect(batches[0]?.[0]).not.toHaveProperty('partition');
  });

  it('sends each record once: not what an earlier run has sent, nor a second letter of it', async () => {
    const { result, batches } = await redrive([letter(1), letter(2), letter(2, { offset: 5000 })], {
      before: ['weather_data/2/1/ab'],
    });
    expect(sentValues(batches)).toEqual(['2']);
    expect(result).toEqual({ sent: 1, sentBefore: 2, excerpts: 0, batches: 0, withoutTopic: 0 });
  });

  it('leaves batches that could not be read, and says how many', async () => {
    const { result } = await redrive([letter(1, { lastOffset: 7 }), letter(2)]);
    expect(result).toMatchObject({ sent: 1, batches: 1 });
    expect(formatRedrive(result, false)).toContain(
      '1 letter cannot be sent: each is a whole batch that cannot be read',
    );
  });

  it('leaves excerpts and what has no topic any more, and says how many', async () => {
    const gone = { topic: 'gone', partition: 0, offset: 3 };
    const letters = [letter(1, { fullLength: 900_000 }), letter(2, { source: gone }), letter(3)];
    const { result, batches } = await redrive(letters);
    expect(sentValues(batches)).toEqual(['3']);
    expect(result).toEqual({ sent: 1, sentBefore: 0, excerpts: 1, batches: 0, withoutTopic: 1 });
  });

  it('sends what is meant, up to the limit', async () => {
    const letters = [letter(1), letter(2, { stage: 'decode' }), letter(3), letter(4)];
    const { batches } = await redrive(letters, { filter: { ...ALL, stage: 'store' }, limit: 2 });
    expect(sentValues(batches)).toEqual(['1', '3']);
  });

  it('keeps batches small, in number and in bytes, and the order', async () => {
    const many = Array.from({ length: 450 }, (_, index) => letter(index));
    const { batches } = await redrive(many);
    expect(batches.map(({ length }) => length / 2)).toEqual([200, 200, 50]);
    expect(sentValues(batches)).toEqual(many.map(({ value }) => String(value)));
    const large = [1, 2, 3].map((offset) => letter(offset, { value: Buffer.alloc(500_000) }));
    expect((await redrive(large)).batches).toHaveLength(3);
  });

  it('begins no batch after the signal', async () => {
    const controller = new AbortController();
    const many = Array.from({ length: 450 }, (_, index) => letter(index));
    const { result, batches } = await redrive(many, {
      signal: controller.signal,
      whenSent: () => controller.abort(),
    });
    expect([result.sent, batches.length]).toEqual([200, 1]);
  });
});

describe('formatRedrive', () => {
  it('says what was done, and only what there is to say', () => {
    expect(formatRedrive({ sent: 1, sentBefore: 0, excerpts: 0, batches: 0, withoutTopic: 0 }, false)).toBe(
      '1 letter sent again\n',
    );
    expect(
      formatRedrive({ sent: 0, sentBefore: 2, excerpts: 1, batches: 0, withoutTopic: 3 }, true).split('\n'),
    ).toEqual([
      '0 letters would be sent again',
      '2 letters sent before, by an earlier run or as a repeat',
      '1 letter cannot be sent: only the beginning was kept',
      '3 letters cannot be sent: their topic is not there',
      '',
    ]);
    const result = { sent: 0, sentBefore: 0, excerpts: 0, batches: 0, withoutTopic: 1 };
    expect(formatRedrive(result, false, 'ada')).toMatch(
      /there, or KAFKA_SASL_USERNAME="ada" lacks the right to Describe on it/,
    );
  });
});
