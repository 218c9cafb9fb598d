import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { BatchingProducer, BatchingProducerConfig, type OutgoingRecord } from '@weather/kafka-client';
import { dashboardAddress } from '../../support/dashboard/dashboard-address.ts';
import { EventStream } from '../../support/dashboard/event-stream.ts';
import { TestStack } from '../../support/stack/test-stack.ts';
import { measureResources } from '../../support/load/resource-watch.ts';
import { steadyLoad } from '../../support/load/steady-load.ts';
import { RemoteCrowd } from '../../support/viewers/remote-crowd.ts';

const CROWD = { viewers: 500, curious: 5, idle: 10 };
const LOAD = { stations: 50, perSecond: 1_000, seconds: 60 };
/** More than the kernel holds for a viewer that does not read. */
const FLOOD = { stations: 50, perSecond: 8_000, seconds: 12 };
/** What a heap may grow by before it is collected again. */
const GROWTH = 1.5;

let stack: TestStack;
const crowd = new RemoteCrowd();

beforeAll(async () => {
  stack = await TestStack.start();
  await stack.migrate();
});

afterAll(async () => {
  crowd.leave();
  await stack.stop();
});

it('shows 500 viewers each reading once for a minute, whoever else does not read, in bounded memory', async () => {
  const dashboard = stack.app('dashboard', { DASHBOARD_MAX_SUBSCRIBERS_PER_ADDRESS: '1000' });
  const address = await dashboardAddress(dashboard);
  const first = await EventStream.open(address);
  await first.event<{ partitions: unknown[] }>('pipeline', ({ partitions }) => partitions.length > 0);
  first.breakOff();
  await crowd.join(address, CROWD);
  const producer = await BatchingProducer.connect({
    connection: stack.kafka(),
    topic: 'weather_data',
    batching: new BatchingProducerConfig(),
  });
  const send = (record: OutgoingRecord): Promise<void> => producer.send(record);
  let sent = 0;
  const use = await measureResources(dashboard.pid, async () => {
    sent = await steadyLoad({ ...LOAD, send });
  });
  const readers = await crowd.readersSaw(sent);
  await steadyLoad({ ...FLOOD, send });
  const idle = await crowd.idleWereTold();
  await producer.close();
  process.stdout.write(`${JSON.stringify({ use, readers, idle }, undefined, 2)}\n`);

  expect(readers).toMatchObject({ viewers: CROWD.viewers, catchUps: 0, closed: 0, problems: [] });
  expect(readers.readings).toEqual(Array.from({ length: CROWD.curious }, () => sent));
  expect(idle).toMatchObject({ viewers: CROWD.idle, problems: [] });
  expect(use.secondHalfMegabytes).toBeLessThan(use.firstHalfMegabytes * GROWTH);
});
