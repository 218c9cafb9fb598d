import { TopicTail, type KafkaConnection } from '@weather/kafka-client';
import { toDeadLetter } from './live-dead-letter.ts';
import type { RecentDeadLetters } from './recent-dead-letters.ts';

export interface WatchDeadLettersOptions {
  readonly connection: KafkaConnection;
  readonly topic: string;
  /** How many of those before the start are read, of each partition. */
  readonly backlog: number;
  readonly signal: AbortSignal;
}

/** Only the last ones are shown. */
const MAX_BEHIND = 1_000;

/** Adds the last dead letters of the topic, and those that come. */
export async function watchDeadLetters(
  recent: RecentDeadLetters,
  options: WatchDeadLettersOptions,
): Promise<void> {
  const tail = await TopicTail.connect({ ...options, maxLag: MAX_BEHIND });
  try {
    for await (const { records } of tail.records()) {
      recent.add(records.map(toDeadLetter).filter((deadLetter) => deadLetter !== undefined));
    }
  } finally {
    await tail.close();
  }
}
