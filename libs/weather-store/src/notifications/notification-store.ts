import type { WeatherDatabase } from '../weather-database.ts';
import { toEpochMs } from '../rows/date-time.ts';
import { fromNow } from './database-clock.ts';
import { anyEvent, formNotification } from './form-notification.ts';
import { lockDueGroup, readGroup, type GroupToTell, type Telling } from './group-to-tell.ts';
import { oldestInOutbox, takeIn, type AlertEvent, type EventRoute } from './take-in.ts';

/** A notification that this notifier, and no other, may send until its lease ends. */
export interface ClaimedNotification {
  readonly id: number;
  readonly groupId: number;
  /** The same for every attempt. */
  readonly idempotencyKey: string;
  /** The same for every attempt. */
  readonly body: string;
  readonly alertCount: number;
  /** This attempt included. */
  readonly attempts: number;
  readonly createdAt: number;
}

export interface FormOptions {
  /** As many waiting events as are read at once. */
  readonly maxEvents: number;
  /** After how long what still fires is told again. */
  readonly repeatMs: number;
}

interface NotificationRow {
  readonly id: number;
  readonly group_id: number;
  readonly idempotency_key: string;
  readonly body: string;
  readonly alert_count: number;
  readonly attempts: number;
  readonly created_at: string;
}

/** As many rows of the outbox, or of what is old, as are worked on in one transaction. */
const ROWS_AT_ONCE = 500;
const MAX_REASON_CHARACTERS = 500;

/**
 * What receivers are to be told, in the database: every step is a transaction of its own that any notifier may take, at any
 * time, and that may be repeated when its answer was lost. Outages are thrown as they are.
 */
export class NotificationStore {
  constructor(private readonly database: WeatherDatabase) {}

  /** Moves rows of the outbox into the groups of the receivers; see `takeIn`. */
  async takeIn(
    route: (event: AlertEvent) => readonly EventRoute[],
  ): Promise<{ readonly taken: number; readonly gone: number }> {
    // Outside of the transaction, which so sees what was committed before it had locked them.
    const ids = await oldestInOutbox(this.database.fork(), ROWS_AT_ONCE);
    if (ids.length === 0) return { taken: 0, gone: 0 };
    return await this.database.fork().transactional((em) => takeIn(em, ids, route));
  }

  /**
   * Makes the next notification of a receiver's group whose time has come. A group has one notification under way at the
   * most, so that a receiver hears of a group in order and a receiver that is down is not told the same again and again.
   * @returns whether there was such a group.
   */
  async form(
    receiver: string,
    { maxEvents, repeatMs }: FormOptions,
    compose: (group: GroupToTell) => Telling,
  ): Promise<boolean> {
    return await this.database.fork().transactional(async (em) => {
      const group = await lockDueGroup(em, receiver);
      if (group === undefined) return false;
      const telling = compose(await readGroup(em, group, maxEvents));
      await formNotification(em, group, receiver, telling, repeatMs);
      return true;
    });
  }

  /** Takes a receiver's notification that is to be sent now; nobody else gets it before the lease ends. */
  async claim(receiver: string, leaseMs: number): Promise<ClaimedNotification | undefined> {
    return await this.database.fork().transactional(async (em) => {
      const [row] = await em.execute<NotificationRow[]>(
        `SELECT id, group_id, idempotency_key, body, alert_count, attempts, created_at FROM notification
         WHERE receiver = ? AND state = 'waiting' AND next_attempt_at <= NOW(3)
         ORDER BY next_attempt_at, id LIMIT 1 FOR UPDATE SKIP LOCKED`,
        [receiver],
      );
      if (row === undefined) return undefined;
      await em.execute(
        `UPDATE notification SET attempts = attempts + 1, next_attempt_at = ${fromNow(leaseMs)} WHERE id = ?`,
        [row.id],
        'run',
      );
      return toClaimed(row);
    });
  }

  /** The receiver has it. What still fires is told again some time after that. */
  async delivered(notification: ClaimedNotification, repeatMs: number): Promise<void> {
    await this.#settle(notification, 'delivered', null, fromNow(repeatMs));
  }

  /** The receiver does not take it, now or later; it stays in the table with the reason. */
  async refused(notification: ClaimedNotification, reason: string): Promise<void> {
    await this.#settle(notification, 'refused', reason, 'repeat_at');
  }

  /** The attempt failed; another one is due after some time. Nothing happens when another notifier has it by now. */
  async postpone(notification: ClaimedNotification, delayMs: number, reason: string): Promise<void> {
    await this.database.fork().execute(
      `UPDATE notification SET next_attempt_at = ${fromNow(delayMs)}, reason = ?
       WHERE id = ? AND state = 'waiting' AND attempts = ?`,
      [shortened(reason), notification.id, notification.attempts],
      'run',
    );
  }

  /** How many notifications were refused, of those that are kept. */
  async refusedCount(receiver: string): Promise<number> {
    const [row] = await this.database.execute<{ total: number }>(
      "SELECT COUNT(*) AS total FROM notification WHERE receiver = ? AND state = 'refused'",
      [receiver],
    );
    return Number(row?.total);
  }

  /** Receivers that something is kept for and that are not among those given. */
  async otherReceivers(known: readonly string[]): Promise<string[]> {
    const rows = await this.database.execute<{ receiver: string }>(
      `SELECT DISTINCT receiver FROM notification_group
       WHERE open_notification IS NOT NULL OR due_at IS NOT NULL OR repeat_at IS NOT NULL ORDER BY receiver`,
    );
    return rows.map(({ receiver }) => receiver).filter((receiver) => !known.includes(receiver));
  }

  /** Removes notifications and events that have been done with for some days. */
  async removeOld(days: number): Promise<number> {
    const notifications = await this.#removeInSteps(
      "notification WHERE state IN ('delivered', 'refused') AND settled_at",
      days,
    );
    const events = await this.#removeInSteps("notification_event WHERE state = 'done' AND told_at", days);
    return notifications + events;
  }

  async #removeInSteps(rowsOlderThan: string, days: number): Promise<number> {
    for (let removed = 0; ;) {
      const { affectedRows } = await this.database
        .fork()
        .execute<{ affectedRows: number }>(
          `DELETE FROM ${rowsOlderThan} < NOW(3) - INTERVAL ? DAY LIMIT ${ROWS_AT_ONCE}`,
          [days],
          'run',
        );
      removed += affectedRows;
      if (affectedRows < ROWS_AT_ONCE) return removed;
    }
  }

  async #settle(
    { id, groupId }: ClaimedNotification,
    state: 'delivered' | 'refused',
    reason: string | null,
    repeatAt: string,
  ): Promise<void> {
    await this.database.fork().transactional(async (em) => {
      await em.execute(
        "UPDATE notification SET state = ?, settled_at = NOW(3), reason = ? WHERE id = ? AND state = 'waiting'",
        [state, reason === null ? null : shortened(reason), id],
        'run',
      );
      await em.execute(
        `UPDATE notification_group g SET open_notification = NULL,
           repeat_at = IF(${anyEvent('firing')}, ${repeatAt}, NULL)
         WHERE id = ? AND open_notification = ?`,
        [groupId, id],
        'run',
      );
    });
  }
}

function toClaimed(row: NotificationRow): ClaimedNotification {
  return {
    id: row.id,
    groupId: row.group_id,
    idempotencyKey: row.idempotency_key,
    body: row.body,
    alertCount: row.alert_count,
    attempts: row.attempts + 1,
    createdAt: toEpochMs(row.created_at),
  };
}

function shortened(reason: string): string {
  return reason.slice(0, MAX_REASON_CHARACTERS).toWellFormed();
}
