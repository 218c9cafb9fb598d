import { KAFKA_LINE } from '../../support/stack/test-stack.ts';
import { byForm } from '../../support/faults/fault-settings.ts';
import { FaultSuite } from '../../support/faults/fault-suite.ts';

/** Longer than the session of a consumer in the group, which is 6 s here. */
const LONG_OUTAGE_MS = byForm(8_000, 120_000);
const COORDINATOR = KAFKA_LINE === '3' ? 'ZooKeeper' : 'the controller';

const suite = new FaultSuite('broker');

suite.fault(
  'the broker killed and started again',
  async (run) => {
    await run.consumingUnder();
    await run.eachRound(async () => {
      await run.servers.kafka.kill();
      await run.recovery(() => run.servers.kafka.start());
    });
  },
  { rounds: [1, 20] },
);

suite.fault('the broker stopped for longer than the session of the consumer', async (run) => {
  const consumer = await run.consumingUnder();
  await run.servers.kafka.stop();
  await consumer.line(/waiting for Kafka at/);
  await run.sitOut(consumer, LONG_OUTAGE_MS);
  await run.recovery(() => run.servers.kafka.start());
});

suite.fault('the broker halted (SIGSTOP) for longer than the session of the consumer', async (run) => {
  const consumer = await run.consumingUnder();
  run.servers.kafka.pause();
  await run.sitOut(consumer, LONG_OUTAGE_MS);
  await run.recovery(() => run.servers.kafka.resume());
});

suite.fault(`${COORDINATOR} killed and started again`, async (run) => {
  await run.consumingUnder();
  await run.servers.coordinator.kill();
  // Kafka serves its partitions without it.
  await run.progress();
  await run.recovery(() => run.servers.coordinator.start());
});

suite.fault(`${COORDINATOR} and the broker killed and started again`, async (run) => {
  await run.consumingUnder();
  await Promise.all([run.servers.coordinator.kill(), run.servers.kafka.kill()]);
  await run.recovery(async () => {
    await run.servers.coordinator.start();
    await run.servers.kafka.start();
  });
});
