import { setTimeout as delay } from 'node:timers/promises';
import { formatError } from '@weather/service-runtime';
import { groupPermission } from '../connection/access-errors.ts';
import { GroupMembership } from './group-membership.ts';
import { isTransient } from '../connection/kafka-errors.ts';
import type { PartitionBatchConsumerOptions } from './partition-batch.ts';
import { waitForTopics } from '../connection/topics.ts';

const PAUSE_BETWEEN_MEMBERSHIPS_MS = 500;

/**
 * Reads a topic as a member of a consumer group and passes partition batches to a handler. The offsets that it commits to
 * Kafka are advisory, for lag monitors: the handler stores the committed offsets, and gets records again after a crash or a
 * rebalance.
 */
export class PartitionBatchConsumer {
  #membership: GroupMembership | undefined;

  constructor(private readonly options: PartitionBatchConsumerOptions) {}

  /** Whether this consumer is a member of the group now. */
  get isMember(): boolean {
    return this.#membership?.isMember ?? false;
  }

  /** The partitions that are assigned to this consumer; none while it is no member. */
  get partitions(): readonly number[] {
    return this.#membership?.partitions ?? [];
  }

  /**
   * Reads until the signal: then it finishes the batches in flight and leaves the group.
   * @throws what the handler threw, or a permanent error of Kafka.
   */
  async run(signal: AbortSignal): Promise<void> {
    const { connection, topic } = this.options;
    await waitForTopics(connection, [topic], signal);
    while (!signal.aborted) {
      this.#membership = new GroupMembership(this.options);
      await this.#membership.run(signal).catch((error: unknown) => this.#pauseAfter(error, signal));
    }
  }

  /** @throws ConfigurationError for a permission that the consumer has never had; a revoked one is retried. */
  #checkAccess(error: unknown): void {
    const { connection, topic, group } = this.options;
    const right = groupPermission(group.groupId, topic);
    if (!connection.access.isRevoked(error, right))
      throw connection.access.toConfigurationError(error, right);
    connection.access.recordRevoked(error, right);
  }

  /** kafkajs does not recover from some outages, such as a missing group coordinator: the group is joined again then. */
  async #pauseAfter(error: unknown, signal: AbortSignal): Promise<void> {
    const { connection } = this.options;
    if (connection.access.isAccessError(error)) this.#checkAccess(error);
    else if (isTransient(error)) connection.availability.down(formatError(error));
    else throw error;
    await delay(PAUSE_BETWEEN_MEMBERSHIPS_MS, undefined, { signal }).catch(() => undefined);
  }
}
