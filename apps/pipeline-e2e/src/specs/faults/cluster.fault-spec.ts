import { WEATHER_TOPIC } from '@weather/weather-schema';
import { eventually } from '@weather/service-runtime/testing';
import type { FaultRun } from '../../support/faults/fault-run.ts';
import { byForm } from '../../support/faults/fault-settings.ts';
import { FaultSuite } from '../../support/faults/fault-suite.ts';
import { configureTopic, withAdmin } from '../../support/faults/topic-admin.ts';
import { KAFKA_LINE } from '../../support/stack/test-stack.ts';

/** A new leader is elected when the session of the old one in ZooKeeper has timed out. */
const SESSION_MS = '4000';
const BROKERS = 3;
const PARTITIONS = [0, 1, 2, 3];
/** Keeps the last high watermark off the disk of a broker that is killed. */
const HOUR_MS = '3600000';
/** Long enough for the consumer to reconnect to the remaining broker. */
const LONG_OUTAGE_MS = byForm(10_000, 120_000);
/** Kafka 4 elects no broker that was killed while another replica is eligible (KIP-966). */
const ELECTS_KILLED_BROKER = KAFKA_LINE === '3';

const suite = new FaultSuite('cluster', {
  brokers: BROKERS,
  heapMegabytes: { kafka: 256 },
  kafkaSettings: {
    'zookeeper.session.timeout.ms': SESSION_MS,
    'replica.high.watermark.checkpoint.interval.ms': HOUR_MS,
  },
});

async function findLeader(run: FaultRun, partition: number): Promise<number> {
  return await withAdmin(run.servers.brokers, async (admin) => {
    const { topics } = await admin.fetchTopicMetadata({ topics: [WEATHER_TOPIC] });
    return topics[0]?.partitions.find(({ partitionId }) => partitionId === partition)?.leader ?? 0;
  });
}

async function untilFirstBrokerLeads(run: FaultRun): Promise<void> {
  await eventually(async () => {
    const leaders = await Promise.all(PARTITIONS.map((partition) => findLeader(run, partition)));
    if (leaders.some((leader) => leader !== 1)) throw new Error(`the leaders are ${leaders.join(', ')}`);
  });
}

suite.fault(
  'the leader of a partition killed, with three brokers and min.insync.replicas=2',
  async (run) => {
    await run.consumerUnderLoad();
    await run.eachRound(async () => {
      const leader =
        run.servers.kafkas[(await findLeader(run, run.random.integer(0, PARTITIONS.length - 1))) - 1];
      await run.measureRecovery(() => leader?.kill());
      await leader?.start();
      await run.untilProgress();
    });
  },
  { rounds: [1, 20] },
);

suite.fault(
  'two of three brokers killed: too few replicas to accept a record until they are back',
  async (run) => {
    const consumer = await run.consumerUnderLoad();
    const [, second, third] = run.servers.kafkas;
    await Promise.all([second?.kill(), third?.kill()]);
    await run.untilAcknowledgementsStop();
    await run.sustainOutage(consumer);
    await run.measureRecovery(() => Promise.all([second?.start(), third?.start()]));
  },
);

suite.fault(
  `the last of three brokers killed and restarted: ${
    ELECTS_KILLED_BROKER ? 'its high watermark is below the committed offset' : 'no partition has a leader'
  } until the others are back`,
  async (run) => {
    const consumer = await run.consumerUnderLoad();
    // The group must survive on a single broker, or nobody would fetch.
    await configureTopic(run.servers, '__consumer_offsets', 'min.insync.replicas=1');
    const [first, ...others] = run.servers.kafkas;
    await Promise.all(others.map((kafka) => kafka.kill()));
    await run.untilAcknowledgementsStop();
    await untilFirstBrokerLeads(run);
    await first?.kill();
    await first?.start();
    if (ELECTS_KILLED_BROKER) await untilFirstBrokerLeads(run);
    await run.sustainOutage(consumer, LONG_OUTAGE_MS);
    await run.measureRecovery(() => Promise.all(others.map((kafka) => kafka.start())));
  },
);
