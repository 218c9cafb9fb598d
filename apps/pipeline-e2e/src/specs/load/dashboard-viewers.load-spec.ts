import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { BatchingProducer, BatchingProducerConfig, type OutgoingRecord } from '@weather/kafka-client';
import { dashboardAddress } from '../../support/dashboard/dashboard-app.ts';
import { EventStream } from '../../support/dashboard/event-stream.ts';
import { TestStack } from '../../support/stack/test-stack.ts';
import { measureResources } from '../../support/load/resource-watch.ts';
import { steadyLoad } from '../../support/load/steady-load.ts';
import { RemoteEventClients } from '../../support/clients/remote-event-clients.ts';

const CLIENTS = { clients: 500, decoding: 5, stalled: 10 };
const LOAD = { stations: 50, perSecond: 1_000, seconds: 60 };
/** More than the kernel buffers for a client that does not read. */
const FLOOD = { stations: 50, perSecond: 8_000, seconds: 12 };
/** The tolerated growth of a heap before it is collected. */
const GROWTH = 1.5;

let stack: TestStack;
const clients = new RemoteEventClients();

beforeAll(async () => {
  stack = await TestStack.start();
  await stack.migrate();
});

afterAll(async () => {
  clients.disconnect();
  await stack.stop();
});

it('the dashboard sends 500 clients each reading once in bounded memory, while others do not read', async () => {
  const dashboard = stack.app('dashboard', { DASHBOARD_MAX_SUBSCRIBERS_PER_ADDRESS: '1000' });
  const address = await dashboardAddress(dashboard);
  const first = await EventStream.open(address);
  await first.event<{ partitions: unknown[] }>('pipeline', ({ partitions }) => partitions.length > 0);
  first.breakOff();
  await clients.join(address, CLIENTS);
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
  const readers = await clients.untilReadersReceived(sent);
  await steadyLoad({ ...FLOOD, send });
  const stalled = await clients.untilStalledNotified();
  await producer.close();
  process.stdout.write(`${JSON.stringify({ use, readers, stalled }, undefined, 2)}\n`);

  expect(readers).toMatchObject({ clients: CLIENTS.clients, catchUps: 0, closed: 0, problems: [] });
  expect(readers.readings).toEqual(Array.from({ length: CLIENTS.decoding }, () => sent));
  expect(stalled).toMatchObject({ clients: CLIENTS.stalled, problems: [] });
  expect(use.secondHalfMegabytes).toBeLessThan(use.firstHalfMegabytes * GROWTH);
});
