import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@weather/service-runtime/testing';
import { dashboardAddress } from '../../support/dashboard/dashboard-app.ts';
import { EventStream } from '../../support/dashboard/event-stream.ts';
import { TestAlerts } from '../../support/receivers/test-alerts.ts';
import type { AppProcess } from '../../support/stack/app-process.ts';
import { runTool } from '../../support/stack/kafka-tools.ts';
import { TestStack } from '../../support/stack/test-stack.ts';

const TOPIC = 'weather_data';
/** The maximum of one event. */
const MAX_READINGS = 2_000;
const START = Date.UTC(2026, 6, 1);

interface Pipeline {
  readonly kafka: boolean;
  readonly database: boolean;
  readonly lag: number;
  readonly counts: { readonly read: number };
  readonly newestReadingAt: string | null;
}

let stack: TestStack;
const streams: EventStream[] = [];
/** The number of readings so far, each with a unique time. */
let produced = 0;

beforeAll(async () => {
  stack = await TestStack.start();
  await stack.migrate();
});

afterAll(async () => {
  await stack.stop();
});

afterEach(async () => {
  for (const stream of streams.splice(0)) stream.breakOff();
  await stack.endApps();
});

async function view(address: string, lastEventId?: string): Promise<EventStream> {
  const stream = await EventStream.open(address, lastEventId);
  streams.push(stream);
  return stream;
}

/** Starts a dashboard and waits until it follows the topic. */
async function follow(): Promise<{ dashboard: AppProcess; address: string; stream: EventStream }> {
  const dashboard = stack.app('dashboard');
  const address = await dashboardAddress(dashboard);
  const stream = await view(address);
  await stream.event<{ partitions: unknown[] }>('pipeline', ({ partitions }) => partitions.length > 0);
  return { dashboard, address, stream };
}

async function produce(count: number, station = 'roof'): Promise<number[]> {
  const times = Array.from({ length: count }, () => START + produced++);
  await stack.publish(
    TOPIC,
    times.map((time) => ({
      key: station,
      value: Buffer.from(
        JSON.stringify({ stationId: station, observedAt: new Date(time).toISOString(), temperature: 20.5 }),
      ),
    })),
  );
  return times;
}

async function shown(stream: EventStream, times: readonly number[]): Promise<void> {
  await eventually(() =>
    expect(stream.readings.map(([, time]) => time)).toEqual(expect.arrayContaining([...times])),
  );
}

describe('a viewer', () => {
  it('receives new readings of the topic, and no earlier ones', async () => {
    await produce(3);
    const { stream } = await follow();
    const [time] = await produce(1);
    await shown(stream, [Number(time)]);
    expect(stream.readings).toEqual([['roof', Number(time), 20.5, null, null, null, null, null, null]]);
    expect(stream.events[0]).toMatchObject({ name: 'connected', data: { resumed: false } });
    expect(stream.response.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
  });

  it('receives the lag of the consumer', async () => {
    const { stream } = await follow();
    await produce(5);
    const behind = await stream.event<Pipeline>('pipeline', ({ lag }) => lag >= 5);
    expect(behind).toMatchObject({ kafka: true, database: true });
    stack.app('consumer');
    const done = await stream.event<Pipeline>('pipeline', ({ lag, counts }) => lag === 0 && counts.read >= 5);
    expect(done.newestReadingAt).toBe(new Date(START + produced - 1).toISOString());
  });

  it('receives dead letters as text', async () => {
    stack.app('consumer');
    const { stream } = await follow();
    const value = Buffer.concat([
      Buffer.from('<b>no reading</b> '),
      Buffer.from([0xff]),
      Buffer.alloc(500, 'x'),
    ]);
    await stack.publish(TOPIC, [{ key: '<i>', value }]);
    const { deadLetters } = await stream.event<{ deadLetters: unknown[] }>('dead-letters');
    expect(deadLetters).toEqual([
      expect.objectContaining({
        topic: TOPIC,
        stage: 'decode',
        key: '<i>',
        value: `<b>no reading</b> \uFFFD${'x'.repeat(181)}`,
      }),
    ]);
    await stack.endApps();
    const later = await follow();
    expect(await later.stream.event<{ deadLetters: unknown[] }>('dead-letters')).toEqual({ deadLetters });
  });

  it('receives alerts that start, are acknowledged, resolved and dropped', async () => {
    const { stream } = await follow();
    const alerts = new TestAlerts(() => stack);
    await alerts.fire('cellar');
    await stream.event<Alerts>('alerts', ({ alerts }) => alerts[0]?.state === 'firing');
    await alerts.acknowledge('cellar');
    await stream.event<Alerts>('alerts', ({ alerts }) => alerts[0]?.acknowledgedBy === 'ann');
    await alerts.resolve('cellar');
    await stream.event<Alerts>('alerts', ({ alerts }) => alerts[0]?.state === 'resolved');
    await alerts.fire('roof');
    await stream.event<Alerts>('alerts', ({ alerts }) => alerts[0]?.station === 'roof');
    await alerts.clear();
    const { removed } = await stream.event<Alerts>('alerts', (alerts) => alerts.removed.length > 0);
    expect(removed).toEqual([{ station: 'roof', rule: 'heat', startedAt: '2026-07-01T12:00:00.000Z' }]);
  });
});

interface ReadingsEvent {
  readonly readings: readonly unknown[];
  readonly dropped: number;
}

interface Alerts {
  readonly alerts: readonly { station: string; state: string; acknowledgedBy: string | null }[];
  readonly removed: readonly object[];
}

describe('a viewer that reconnects', () => {
  it('receives the missed readings in order and once', async () => {
    const { address, stream } = await follow();
    const first = await produce(10);
    await shown(stream, first);
    stream.breakOff();
    const missed = await produce(10);
    const second = await view(address, stream.lastId);
    const later = await produce(10);
    await shown(second, later);
    expect(second.events[0]).toMatchObject({ name: 'connected', data: { resumed: true } });
    expect([...stream.readings, ...second.readings].map(([, time]) => time)).toEqual([
      ...first,
      ...missed,
      ...later,
    ]);
  });

  it('learns after a restart of the dashboard that it has missed something', async () => {
    const { dashboard, stream } = await follow();
    await shown(stream, await produce(1));
    expect(await dashboard.stop()).toBe(0);
    await stream.ended();
    const address = await dashboardAddress(stack.app('dashboard'));
    const second = await view(address, stream.lastId);
    expect(await second.event('connected')).toEqual({ resumed: false });
  });
});

describe('an outage', () => {
  it('of Kafka is reported, and later readings are received', async () => {
    const { dashboard, stream } = await follow();
    await stack.servers.kafka.stop();
    await stream.event<Pipeline>('pipeline', ({ kafka }) => !kafka);
    await stack.servers.kafka.start();
    await shown(stream, await produce(3));
    await eventually(() => expect(stream.dataOf<Pipeline>('pipeline').at(-1)).toMatchObject({ kafka: true }));
    expect(dashboard.lines.filter((line) => line.includes('waiting for Kafka'))).toHaveLength(1);
  });

  it('of the database is reported, and alerts of that time are received afterwards', async () => {
    const { stream } = await follow();
    const alerts = new TestAlerts(() => stack);
    await alerts.fire('cellar');
    await stream.event<Alerts>('alerts', ({ alerts }) => alerts[0]?.state === 'firing');
    await stack.servers.database.stop();
    await stream.event<Pipeline>('pipeline', ({ database }) => !database);
    await stack.servers.database.start();
    await alerts.resolve('cellar');
    await stream.event<Alerts>('alerts', ({ alerts }) => alerts[0]?.state === 'resolved');
    await eventually(() =>
      expect(stream.dataOf<Pipeline>('pipeline').at(-1)).toMatchObject({ database: true }),
    );
  });
});

describe('a topic', () => {
  it('with more readings than can be sent has the others counted', async () => {
    const { dashboard, stream } = await follow();
    dashboard.signal('SIGSTOP');
    const times = await produce(50_000);
    dashboard.signal('SIGCONT');
    const events = (): ReadingsEvent[] => stream.dataOf<ReadingsEvent>('readings');
    await eventually(() => {
      const dropped = events().reduce((sum, event) => sum + event.dropped, 0);
      expect(dropped).toBeGreaterThan(0);
      expect(stream.readings.length + dropped).toBe(times.length);
    });
    expect(Math.max(...events().map(({ readings }) => readings.length))).toBeLessThanOrEqual(MAX_READINGS);
    await shown(stream, await produce(1));
  });

  it('is followed in partitions that are added later', async () => {
    const { stream } = await follow();
    const before = produced;
    const [broker = ''] = stack.servers.brokers;
    await runTool(
      stack.servers.tools.kafkaTool('org.apache.kafka.tools.TopicCommand', [
        ...['--bootstrap-server', broker, '--alter', '--topic', TOPIC, '--partitions', '20'],
      ]),
    );
    await eventually(async () => {
      await produce(1, `station-${produced}`);
      const pipeline = stream.dataOf<{ partitions: { endOffset: number }[] }>('pipeline').at(-1);
      expect(pipeline?.partitions.map(({ endOffset }) => endOffset > 0)).toEqual(
        Array.from({ length: 20 }, () => true),
      );
    });
    await eventually(() => expect(stream.readings).toHaveLength(produced - before));
  });
});
