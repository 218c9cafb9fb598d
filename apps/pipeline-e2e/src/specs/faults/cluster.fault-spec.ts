import { WEATHER_TOPIC } from '@weather/weather-schema';
import { eventually } from '@weather/service-runtime/testing';
import type { FaultRun } from '../../support/faults/fault-run.ts';
import { byForm } from '../../support/faults/fault-settings.ts';
import { FaultSuite } from '../../support/faults/fault-suite.ts';
import { configureTopic, withAdmin } from '../../support/faults/topic-admin.ts';

/** A leader is replaced when its session in ZooKeeper has timed out. */
const SESSION_MS = '4000';
const COPIES = 3;
const PARTITIONS = [0, 1, 2, 3];
/** A broker that is killed does not have its last high watermark on its disk. */
const HOUR_MS = '3600000';
/** Long enough for the consumer to be back at the broker that is left. */
const LONG_OUTAGE_MS = byForm(10_000, 120_000);

const suite = new FaultSuite('cluster', {
  brokers: COPIES,
  heapMegabytes: { kafka: 256 },
  kafkaSettings: {
    'zookeeper.session.timeout.ms': SESSION_MS,
    'replica.high.watermark.checkpoint.interval.ms': HOUR_MS,
  },
});

async function leaderOf(run: FaultRun, partition: number): Promise<number> {
  return await withAdmin(run.servers.brokers, async (admin) => {
    const { topics } = await admin.fetchTopicMetadata({ topics: [WEATHER_TOPIC] });
    return topics[0]?.partitions.find(({ partitionId }) => partitionId === partition)?.leader ?? 0;
  });
}

async function firstLeadsAll(run: FaultRun): Promise<void> {
  await eventually(async () => {
    const leaders = await Promise.all(PARTITIONS.map((partition) => leaderOf(run, partition)));
    if (leaders.some((leader) => leader !== 1)) throw new Error(`the leaders are ${leaders.join(', ')}`);
  });
}

suite.fault(
  'the leader of a partition killed, of three brokers with min.insync.replicas=2',
  async (run) => {
    await run.consumingUnder();
    await run.eachRound(async () => {
      const leader =
        run.servers.kafkas[(await leaderOf(run, run.random.integer(0, PARTITIONS.length - 1))) - 1];
      await run.recovery(() => leader?.kill());
      await leader?.start();
      await run.progress();
    });
  },
  { rounds: [1, 20] },
);

suite.fault(
  'two of three brokers killed: too few replicas to take a record, until they are back',
  async (run) => {
    const consumer = await run.consumingUnder();
    const [, second, third] = run.servers.kafkas;
    await Promise.all([second?.kill(), third?.kill()]);
    await run.acknowledgementsStop();
    await run.sitOut(consumer);
    await run.recovery(() => Promise.all([second?.start(), third?.start()]));
  },
);

suite.fault(
  'the last of three brokers killed and back: its high watermark is below what was read, until there are enough',
  async (run) => {
    const consumer = await run.consumingUnder();
    // The group goes on under a single broker, or nobody would fetch.
    await configureTopic(run.servers, '__consumer_offsets', 'min.insync.replicas=1');
    const [first, ...others] = run.servers.kafkas;
    await Promise.all(others.map((kafka) => kafka.kill()));
    await run.acknowledgementsStop();
    await firstLeadsAll(run);
    await first?.kill();
    await first?.start();
    await firstLeadsAll(run);
    await run.sitOut(consumer, LONG_OUTAGE_MS);
    await run.recovery(() => Promise.all(others.map((kafka) => kafka.start())));
  },
);
