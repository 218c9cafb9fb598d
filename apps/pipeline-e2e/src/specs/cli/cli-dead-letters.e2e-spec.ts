import { beforeAll, describe, expect, it } from '@jest/globals';
import { DEAD_LETTER_HEADERS, TransactionalProducer, type OutgoingRecord } from '@weather/kafka-client';
import { eventually } from '@weather/service-runtime/testing';
import { publishInvalidRecords, publishRejectedReadings } from '../../support/stack/sample-records.ts';
import { useConsumer } from '../../support/stack/use-stack.ts';
import { expectCleanAndDrained, readingText, weather } from '../../support/stack/weather-command.ts';

const TOPIC = 'weather_data';
const DEAD_LETTERS = 'weather_data_dlq';
const MISUSE = 2;
const TOO_LARGE_BYTES = 3_000_000;

const run = useConsumer();

beforeAll(async () => {
  await run.publish('c', readingText('c', { temperature: 20 }));
  await publishInvalidRecords(run);
  await run.publish('b', readingText('b', { temperature: 1.1, humidity: 33.3 }));
  await publishRejectedReadings(run);
});

/** Makes a dead letter as the consumer publishes it. */
function deadLetter(offset: number, value: string, headers: Record<string, string> = {}): OutgoingRecord {
  const { topic, partition, offset: offsetHeader, stage, reason, at } = DEAD_LETTER_HEADERS;
  return {
    key: 'any',
    value: Buffer.from(value),
    headers: {
      [topic]: TOPIC,
      [partition]: '1',
      [offsetHeader]: String(offset),
      [stage]: 'store',
      [reason]: 'made up',
      [at]: new Date().toISOString(),
      ...headers,
    },
  };
}

interface Listed {
  readonly offset: number;
  readonly stage: string;
  readonly reason: string;
  readonly value: string | null;
  readonly redrivenAt?: string;
}

async function list(...args: string[]): Promise<Listed[]> {
  const app = await weather(run.stack, 'dead-letters', 'list', '--json', ...args);
  await app.exitedWith(0);
  return app.lines.map((line) => JSON.parse(line) as Listed);
}

/** Publishes dead letters of one station. */
async function publishDeadLetters(station: string, count: number, firstOffset: number): Promise<void> {
  await run.stack.publish(
    DEAD_LETTERS,
    Array.from({ length: count }, (_, index) =>
      deadLetter(
        firstOffset + index,
        readingText(station, { humidity: 50 }, new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString()),
        { [DEAD_LETTER_HEADERS.reason]: station },
      ),
    ),
  );
}

describe('weather dead-letters list', () => {
  it('shows time, origin, reason and content, without control characters', async () => {
    const app = await weather(run.stack, 'dead-letters', 'list');
    await app.exitedWith(0);
    const { output } = app;
    expect(output).toMatch(
      /^2026-.*Z {2}weather_data\/\d\/\d+ {2}validate\n {2}reason {4}windSpeed is "calm" \(a string\)/m,
    );
    expect(output).toMatch(/^ {2}key {7}d\n {2}original {2}é\\u001b\[2J\\u202e$/m);
    expect(output).toMatch(/^5 dead letters$/m);
    expect(output.includes('\u001b')).toBe(false);
  });

  it('shows the dead letters that match the filters', async () => {
    const all = await list();
    expect(all.map(({ stage }) => stage).sort()).toEqual(['decode', 'decode', 'store', 'store', 'validate']);
    expect(await list('--stage', 'validate')).toMatchObject([
      { reason: expect.stringContaining('windSpeed') },
    ]);
    expect(await list('--reason', 'NO_SEVEN', '--limit', '1')).toHaveLength(1);
    expect(await list('--until', '2026-01-01')).toEqual([]);
    expect(await list('--since', '2026-01-01T00:00:00Z')).toHaveLength(all.length);
  });
});

describe('weather dead-letters redrive', () => {
  it('stores once what the database had rejected, however often it is run', async () => {
    const before = await run.stack.counts();
    const rehearsal = await weather(run.stack, 'dead-letters', 'redrive', '--stage', 'store', '--dry-run');
    expect(rehearsal.output).toMatch(/2 dead letters would be resent/);
    const first = await weather(run.stack, 'dead-letters', 'redrive', '--stage', 'store');
    await first.exitedWith(0);
    expect(first.output).toMatch(/^2 dead letters resent$/m);
    run.published += 2;
    await run.consumed();
    const again = await weather(run.stack, 'dead-letters', 'redrive', '--stage', 'store');
    expect(again.lines).toEqual(['0 dead letters resent', '2 dead letters already resent or a duplicate']);
    const { stored, replaced } = await run.stack.counts();
    expect([stored - before.stored, replaced - before.replaced]).toEqual([1, 1]);
    expect(await run.findReadings('rejected')).toHaveLength(1);
    expect(await run.findReadings('b')).toMatchObject([{ temperature: 99 }]);
    const listed = await list();
    expect(listed.filter(({ redrivenAt }) => redrivenAt !== undefined).map(({ stage }) => stage)).toEqual([
      'store',
      'store',
    ]);
    expect(listed).toHaveLength(5);
  });

  it('leaves transaction markers in the topic, which verify accepts', async () => {
    await eventually(() => expectCleanAndDrained(run.stack));
  });

  it('sends a record once that was dead-lettered twice, and no truncated one', async () => {
    const value = readingText('twice', { humidity: 50 });
    await run.stack.publish(DEAD_LETTERS, [
      deadLetter(700_000, value, { [DEAD_LETTER_HEADERS.reason]: 'twice' }),
      deadLetter(700_000, value, { [DEAD_LETTER_HEADERS.reason]: 'twice' }),
      deadLetter(700_001, '{"stationId": "twice", ', {
        [DEAD_LETTER_HEADERS.reason]: 'twice',
        [DEAD_LETTER_HEADERS.fullLength]: '900000',
      }),
    ]);
    const app = await weather(run.stack, 'dead-letters', 'redrive', '--reason', 'twice');
    expect(app.lines).toEqual([
      '1 dead letter resent',
      '1 dead letter already resent or a duplicate',
      '1 dead letter cannot be resent: only the beginning was kept',
    ]);
    run.published += 1;
    await run.consumed();
    expect(await run.findReadings('twice')).toHaveLength(1);
  });

  it('sends the original record, with its headers, to the topic that it came from', async () => {
    await run.stack.publish(DEAD_LETTERS, [
      deadLetter(700_002, readingText('as-it-was', { humidity: 1 }), {
        'trace-id': 'abc',
        [DEAD_LETTER_HEADERS.reason]: 'as-it-was',
      }),
    ]);
    const app = await weather(run.stack, 'dead-letters', 'redrive', '--reason', 'as-it-was');
    await app.exitedWith(0);
    run.published += 1;
    await run.consumed();
    const found = (await run.stack.records(TOPIC, run.published)).filter(({ value }) =>
      value.includes('as-it-was'),
    );
    expect(found).toEqual([
      { key: 'any', value: readingText('as-it-was', { humidity: 1 }), headers: { 'trace-id': 'abc' } },
    ]);
  });

  it('sends each once if two run at the same time', async () => {
    await publishDeadLetters('two-at-once', 2_000, 800_000);
    const before = await run.stack.counts();
    const redrive = ['dead-letters', 'redrive', '--reason', 'two-at-once'];
    const apps = await Promise.all([weather(run.stack, ...redrive), weather(run.stack, ...redrive)]);
    const codes = await Promise.all(apps.map((app) => app.exited));
    expect(codes).toContain(0);
    await (await weather(run.stack, ...redrive)).exitedWith(0);
    run.published += 2_000;
    const counts = await run.consumed();
    expect([counts.stored - before.stored, counts.repeated - before.repeated]).toEqual([2_000, 0]);
  });

  it('sends each once if it is killed and run again', async () => {
    await publishDeadLetters('killed', 10_000, 900_000);
    const before = await run.stack.counts();
    const redrive = ['dead-letters', 'redrive', '--reason', 'killed'];
    const killed = run.stack.app('cli', {}, redrive);
    await run.stack.readAtLeast(run.published + 1);
    await killed.kill();
    expect(await killed.exited).toBe('SIGKILL');
    const rerun = await weather(run.stack, ...redrive);
    await rerun.exitedWith(0);
    const [, sent] = /^(\d+) dead letters resent$/m.exec(rerun.output) ?? [];
    expect(Number(sent)).toBeGreaterThan(0);
    expect(Number(sent)).toBeLessThan(10_000);
    run.published += 10_000;
    const counts = await run.consumed();
    expect([counts.stored - before.stored, counts.repeated - before.repeated]).toEqual([10_000, 0]);
    expect(await run.findReadings('killed')).toHaveLength(10_000);
    await eventually(() => expectCleanAndDrained(run.stack));
  });
});

describe('the consumer', () => {
  it('reaches the end of a partition that ends with an aborted transaction', async () => {
    const producer = await TransactionalProducer.connect(run.stack.kafka(), 'aborted');
    const aborted = { key: 'x', value: Buffer.from(readingText('aborted', { humidity: 1 })) };
    const tooLarge = { key: 'x', value: Buffer.alloc(TOO_LARGE_BYTES) };
    const sending = producer.send([
      { topic: TOPIC, partition: 3, ...aborted },
      { topic: DEAD_LETTERS, partition: 0, ...tooLarge },
    ]);
    await expect(sending).rejects.toThrow(/larger/);
    await producer.close();
    const before = await run.stack.counts();
    await eventually(() => expectCleanAndDrained(run.stack));
    expect(await run.stack.counts()).toEqual(before);
    expect(await run.findReadings('aborted')).toEqual([]);
  });
});

describe('weather', () => {
  it.each([
    [['verify', '--fast'], /Unknown option '--fast'/],
    [['verify', '--examples', 'all'], /--examples "all" is invalid; expected a whole number/],
    [['dead-letters', 'redrive'], /choose which dead letters to resend with a filter, or pass --all/],
    [['dead-letters', 'redrive', '--all', '--stage', 'store'], /--all cannot be combined with a filter/],
    [['dead-letters', 'list', '--since', 'yesterday'], /--since "yesterday" is invalid; expected a day/],
    [['check'], /unknown command "check"; available: verify, /],
  ])('rejects %j', async (args, message) => {
    const app = await weather(run.stack, ...args);
    expect(app.output).toMatch(message);
    expect(await app.exited).toBe(MISUSE);
  });
});
