import { LockMode, raw, type RawQueryFragment } from '@mikro-orm/mysql';
import { Notification, NotificationGroup } from '../entities/notification.ts';
import type { WeatherDatabase } from '../weather-database.ts';
import { createNotification, hasEvent } from './create-notification.ts';
import { fromNow, NOW } from './database-clock.ts';
import { drainOutbox, findOldestInOutbox, type DrainedOutbox, type Router } from './drain-outbox.ts';
import { lockDueGroup, readGroup, type DueGroup, type NotificationDraft } from './due-group.ts';

/** A notification that only this notifier may send until its lease ends. */
export interface ClaimedNotification {
  readonly id: number;
  readonly groupId: number;
  /** The same for every attempt. */
  readonly idempotencyKey: string;
  /** The same for every attempt. */
  readonly body: string;
  readonly alertCount: number;
  /** Including this attempt. */
  readonly attempts: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

interface CreateOptions {
  /** The maximum number of waiting events that are read at once. */
  readonly maxEvents: number;
  /** The repeat interval of what is still firing. */
  readonly repeatMs: number;
}

/** The number of rows that one transaction drains or deletes. */
const ROWS_PER_TRANSACTION = 500;
const MAX_REASON_CHARACTERS = 500;

/**
 * The notifications in the database. Every step is a transaction that any notifier may run at any time, and that may be
 * repeated when its result was lost. Transient errors are thrown as they are.
 */
export class NotificationStore {
  constructor(private readonly database: WeatherDatabase) {}

  /** Moves rows of the outbox into the groups of the receivers; see `drainOutbox`. */
  async drainOutbox(route: Router): Promise<DrainedOutbox> {
    // Outside of the transaction, which therefore sees what was committed before it locked the rows.
    const ids = await findOldestInOutbox(this.database.fork(), ROWS_PER_TRANSACTION);
    if (ids.length === 0) return { processed: 0, orphaned: 0 };
    return await this.database.fork().transactional((em) => drainOutbox(em, ids, route));
  }

  /**
   * Creates the next notification of a receiver's group that is due. A group has at most one open notification, so that a
   * receiver gets a group's notifications in order, and none is multiplied while the receiver is down.
   * @returns whether a group was due.
   */
  async createNext(
    receiver: string,
    { maxEvents, repeatMs }: CreateOptions,
    draft: (group: DueGroup) => NotificationDraft,
  ): Promise<boolean> {
    return await this.database.fork().transactional(async (em) => {
      const group = await lockDueGroup(em, receiver);
      if (group === undefined) return false;
      const drafted = draft(await readGroup(em, group, maxEvents));
      await createNotification(em, group, receiver, drafted, repeatMs);
      return true;
    });
  }

  /** Claims a receiver's next notification that is due; no other notifier gets it before the lease ends. */
  async claim(receiver: string, leaseMs: number): Promise<ClaimedNotification | undefined> {
    return await this.database.fork().transactional(async (em) => {
      const notification = await em.findOne(
        Notification,
        { receiver, state: 'waiting', nextAttemptAt: { $lte: raw(NOW) } },
        {
          orderBy: { nextAttemptAt: 'asc', id: 'asc' },
          lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE,
        },
      );
      if (notification === null) return undefined;
      const { id, groupId, idempotencyKey, body, alertCount, createdAt } = notification;
      const attempts = notification.attempts + 1;
      const nextAttemptAt = raw<RawQueryFragment>(fromNow(leaseMs));
      await em.nativeUpdate(Notification, { id }, { attempts, nextAttemptAt });
      return { id, groupId, idempotencyKey, body, alertCount, attempts, createdAt: createdAt.getTime() };
    });
  }

  /** Records that the receiver has accepted a notification, and starts the repeat interval. */
  async markDelivered(notification: ClaimedNotification, repeatMs: number): Promise<void> {
    await this.#close(notification, { state: 'delivered', reason: null }, fromNow(repeatMs));
  }

  /** Records that the receiver rejects a notification permanently; it stays in the table with the reason. */
  async markRejected(notification: ClaimedNotification, reason: string): Promise<void> {
    await this.#close(notification, { state: 'rejected', reason: shorten(reason) }, 'repeat_at');
  }

  /** Schedules the next attempt after a failed one. Does nothing if another notifier has claimed the notification since. */
  async scheduleRetry({ id, attempts }: ClaimedNotification, delayMs: number, reason: string): Promise<void> {
    await this.database
      .fork()
      .nativeUpdate(
        Notification,
        { id, state: 'waiting', attempts },
        { nextAttemptAt: raw<RawQueryFragment>(fromNow(delayMs)), reason: shorten(reason) },
      );
  }

  /** Counts a receiver's rejected notifications among those that are kept. */
  async countRejected(receiver: string): Promise<number> {
    return await this.database.fork().count(Notification, { receiver, state: 'rejected' });
  }

  /** Finds the receivers that have notifications or events and are not among the configured ones. */
  async findUnconfiguredReceivers(configured: readonly string[]): Promise<string[]> {
    const groups = await this.database
      .fork()
      .createQueryBuilder(NotificationGroup)
      .select('receiver', true)
      .where({
        $or: [{ openNotification: { $ne: null } }, { dueAt: { $ne: null } }, { repeatAt: { $ne: null } }],
      })
      .orderBy({ receiver: 'asc' })
      .execute<{ receiver: string }[]>();
    return groups.map(({ receiver }) => receiver).filter((receiver) => !configured.includes(receiver));
  }

  /** Deletes notifications and events that were closed some days ago. @returns the number of rows. */
  async deleteOld(days: number): Promise<number> {
    const notifications = await this.#deleteInSteps(
      "notification WHERE state IN ('delivered', 'rejected') AND settled_at",
      days,
    );
    const events = await this.#deleteInSteps("notification_event WHERE state = 'done' AND sent_at", days);
    return notifications + events;
  }

  async #deleteInSteps(rowsOlderThan: string, days: number): Promise<number> {
    for (let deleted = 0; ;) {
      const { affectedRows } = await this.database
        .fork()
        .execute<{ affectedRows: number }>(
          `DELETE FROM ${rowsOlderThan} < ${NOW} - INTERVAL ? DAY LIMIT ${ROWS_PER_TRANSACTION}`,
          [days],
          'run',
        );
      deleted += affectedRows;
      if (affectedRows < ROWS_PER_TRANSACTION) return deleted;
    }
  }

  async #close(
    { id, groupId }: ClaimedNotification,
    result: { readonly state: 'delivered' | 'rejected'; readonly reason: string | null },
    repeatAt: string,
  ): Promise<void> {
    await this.database.fork().transactional(async (em) => {
      await em.nativeUpdate(Notification, { id, state: 'waiting' }, { ...result, settledAt: raw(NOW) });
      await em.execute(
        `UPDATE notification_group g SET open_notification = NULL,
           repeat_at = IF(${hasEvent('firing')}, ${repeatAt}, NULL)
         WHERE id = ? AND open_notification = ?`,
        [groupId, id],
        'run',
      );
    });
  }
}

function shorten(reason: string): string {
  return reason.slice(0, MAX_REASON_CHARACTERS).toWellFormed();
}
