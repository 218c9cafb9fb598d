import type { ConsumerStack } from './use-stack.ts';
import { readingText } from './weather-command.ts';

/** Publishes valid, duplicate, corrected, invalid and rejected records: 8 rows and 5 dead letters. */
export async function publishSampleRecords(run: ConsumerStack): Promise<void> {
  await run.publish(
    'a',
    ...[10, 20, 30.5, 31.2].map((temperature, hour) =>
      readingText('a', { temperature }, `2026-07-01T0${hour}:00:00Z`),
    ),
  );
  await run.publish(
    'b',
    readingText('b', { temperature: 1.1, humidity: 33.3 }),
    readingText('b', { temperature: 1.1, humidity: 33.3 }),
  );
  await run.publish(
    'c',
    readingText('c', { temperature: 20 }),
    readingText('c', { temperature: 40.1 }),
    readingText('c', { humidity: 0.1 }),
  );
  await run.publish('d', readingText('d', { temperature: 33.3 }));
  await publishInvalidRecords(run);
  await run.publish('e', readingText('e', { temperature: 0.1 + 0.2, pressure: 1013.25 }));
  await publishRejectedReadings(run);
}

/** Publishes three invalid records under the key `d`. */
export async function publishInvalidRecords(run: ConsumerStack): Promise<void> {
  await run.publish('d', '{"no": ', readingText('d', { windSpeed: 'calm' }), 'é\u001b[2J\u202e');
}

/** Publishes two readings that the database rejects, and waits until all records are consumed. */
export async function publishRejectedReadings(run: ConsumerStack): Promise<void> {
  await run.stack.query(
    'ALTER TABLE reading ADD CONSTRAINT no_seven CHECK (humidity IS NULL OR humidity <> 7)',
  );
  await run.publish(
    'b',
    readingText('b', { temperature: 99, humidity: 7 }),
    readingText('rejected', { humidity: 7 }),
  );
  await run.consumed();
  await run.stack.query('ALTER TABLE reading DROP CONSTRAINT no_seven');
}
