import { KAFKA_LINE } from '../../support/stack/test-stack.ts';
import { byForm } from '../../support/faults/fault-settings.ts';
import { FaultSuite } from '../../support/faults/fault-suite.ts';

/** Longer than the session timeout of a consumer, which is 6 s here. */
const LONG_OUTAGE_MS = byForm(8_000, 120_000);
const COORDINATOR = KAFKA_LINE === '3' ? 'ZooKeeper' : 'the controller';

const suite = new FaultSuite('broker');

suite.fault(
  'the broker killed and restarted',
  async (run) => {
    await run.consumerUnderLoad();
    await run.eachRound(async () => {
      await run.servers.kafka.kill();
      await run.measureRecovery(() => run.servers.kafka.start());
    });
  },
  { rounds: [1, 20] },
);

suite.fault("the broker stopped for longer than the consumer's session timeout", async (run) => {
  const consumer = await run.consumerUnderLoad();
  await run.servers.kafka.stop();
  await consumer.line(/waiting for Kafka at/);
  await run.sustainOutage(consumer, LONG_OUTAGE_MS);
  await run.measureRecovery(() => run.servers.kafka.start());
});

suite.fault("the broker paused (SIGSTOP) for longer than the consumer's session timeout", async (run) => {
  const consumer = await run.consumerUnderLoad();
  run.servers.kafka.pause();
  await run.sustainOutage(consumer, LONG_OUTAGE_MS);
  await run.measureRecovery(() => run.servers.kafka.resume());
});

suite.fault(`${COORDINATOR} killed and restarted`, async (run) => {
  await run.consumerUnderLoad();
  await run.servers.coordinator.kill();
  // Kafka serves its partitions without the coordinator.
  await run.untilProgress();
  await run.measureRecovery(() => run.servers.coordinator.start());
});

suite.fault(`${COORDINATOR} and the broker killed and restarted`, async (run) => {
  await run.consumerUnderLoad();
  await Promise.all([run.servers.coordinator.kill(), run.servers.kafka.kill()]);
  await run.measureRecovery(async () => {
    await run.servers.coordinator.start();
    await run.servers.kafka.start();
  });
});
