import { FaultSuite } from './support/fault-suite.ts';

const suite = new FaultSuite('consumer');

suite.fault(
  'kill -9 of the consumer in the middle of a batch',
  async (run) => {
    run.flow();
    await run.eachRound(async () => {
      const consumer = run.consumer();
      await consumer.line(/joined the consumer group/);
      await run.progress();
      await run.kill(consumer);
      await run.faults.renameGroup();
    });
    await run.recovery(() => run.consumer());
  },
  { rounds: [3, 100] },
);
