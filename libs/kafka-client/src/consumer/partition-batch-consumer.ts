import { setTimeout as delay } from 'node:timers/promises';
import { formatError } from '@weather/service-runtime';
import { groupPermission } from '../connection/kafka-access.ts';
import { GroupMembership } from './group-membership.ts';
import { isTransient } from '../connection/kafka-errors.ts';
import type { PartitionBatchConsumerOptions } from './partition-batch.ts';
import { waitForTopics } from '../connection/topics.ts';

const PAUSE_BETWEEN_SESSIONS_MS = 500;

/**
 * Reads a topic as a member of a consumer group and hands over partition batches. Offsets committed to Kafka are only
 * advisory, they feed lag monitors: whoever handles the batches keeps the position, and gets records again after a
 * crash or a rebalance.
 */
export class PartitionBatchConsumer {
  #session: GroupMembership | undefined;

  constructor(private readonly options: PartitionBatchConsumerOptions) {}

  /** Whether the group has this consumer as a member now. */
  get isMember(): boolean {
    return this.#session?.isMember ?? false;
  }

  /** The partitions that the group has given to this consumer; none while it is no member. */
  get partitions(): readonly number[] {
    return this.#session?.partitions ?? [];
  }

  /**
   * Reads until the signal: then the batches in hand are finished and the group is left.
   * @throws what the handler threw, or what Kafka refuses for good.
   */
  async run(signal: AbortSignal): Promise<void> {
    const { connection, topic } = this.options;
    await waitForTopics(connection, [topic], signal);
    while (!signal.aborted) {
      this.#session = new GroupMembership(this.options);
      await this.#session.run(signal).catch((error: unknown) => this.#pauseAfter(error, signal));
    }
  }

  /** @throws ConfigurationError for a right that the consumer has never had; one that it has lost is waited for. */
  #waitForAccess(error: unknown): void {
    const { connection, topic, group } = this.options;
    const right = groupPermission(group.groupId, topic);
    if (!connection.access.isRevoked(error, right))
      throw connection.access.toConfigurationError(error, right);
    connection.access.recordRevoked(error, right);
  }

  /** kafkajs gives up some outages for good, such as a group coordinator that is not up yet: join anew then. */
  async #pauseAfter(error: unknown, signal: AbortSignal): Promise<void> {
    const { connection } = this.options;
    if (connection.access.isAccessError(error)) this.#waitForAccess(error);
    else if (isTransient(error)) connection.availability.down(formatError(error));
    else throw error;
    await delay(PAUSE_BETWEEN_SESSIONS_MS, undefined, { signal }).catch(() => undefined);
  }
}
