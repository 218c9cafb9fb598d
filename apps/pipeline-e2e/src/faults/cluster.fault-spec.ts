import { WEATHER_TOPIC } from '@weather/weather-schema';
import type { FaultRun } from './support/fault-run.ts';
import { FaultSuite } from './support/fault-suite.ts';
import { withAdmin } from './support/topic-admin.ts';

/** A leader is replaced when its session in ZooKeeper has timed out. */
const SESSION_MS = '4000';
const COPIES = 3;

const suite = new FaultSuite('cluster', {
  brokers: COPIES,
  heapMegabytes: { kafka: 256 },
  kafkaSettings: { 'zookeeper.session.timeout.ms': SESSION_MS },
});

async function leaderOf(run: FaultRun, partition: number): Promise<number> {
  return await withAdmin(run.servers.brokers, async (admin) => {
    const { topics } = await admin.fetchTopicMetadata({ topics: [WEATHER_TOPIC] });
    return topics[0]?.partitions.find(({ partitionId }) => partitionId === partition)?.leader ?? 0;
  });
}

suite.fault(
  'the leader of a partition killed, of three brokers with min.insync.replicas=2',
  async (run) => {
    await run.consumingUnder();
    await run.eachRound(async () => {
      const leader = run.servers.kafkas[(await leaderOf(run, run.random.integer(0, 3))) - 1];
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
