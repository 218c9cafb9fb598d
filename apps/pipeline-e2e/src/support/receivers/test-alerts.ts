import type { TestStack } from '../stack/test-stack.ts';

const TABLES = [
  'alert_episode',
  'notification_outbox',
  'notification_group',
  'notification_event',
  'notification',
];
const BEGIN = '2026-07-01 12:00:00.000';
const END = '2026-07-01 14:00:00.000';

export interface AlertFields {
  readonly rule?: string;
  readonly severity?: string;
  readonly startedAt?: string;
}

/** Writes alerts like the sink: the row of `alert_episode` and that of the outbox in one transaction. */
export class TestAlerts {
  constructor(private readonly getStack: () => TestStack) {}

  async clear(): Promise<void> {
    for (const table of TABLES) await this.getStack().query(`DELETE FROM ${table}`);
  }

  async fire(station: string, options: AlertFields = {}): Promise<void> {
    const { rule = 'heat', severity = 'warning', startedAt = BEGIN } = options;
    await this.#write(
      [
        'INSERT IGNORE INTO station (station_id, city) VALUES (?, ?)',
        [station, station === 'roof' ? 'Paris' : null],
      ],
      [
        `INSERT INTO alert_episode
           (rule, station_id, severity, state, started_at, fired_at, peak_value, peak_at, reading_count)
         SELECT ?, id, ?, 'firing', ?, ?, 31.4, ?, 1 FROM station WHERE station_id = ?`,
        [rule, severity, startedAt, startedAt, startedAt, station],
      ],
      outboxRow(station, rule, startedAt, 'firing'),
    );
  }

  async resolve(station: string, { rule = 'heat', startedAt = BEGIN }: AlertFields = {}): Promise<void> {
    await this.#write(
      [
        `UPDATE alert_episode a JOIN station s ON s.id = a.station_id SET a.state = 'resolved', a.resolved_at = ?
         WHERE s.station_id = ? AND a.rule = ? AND a.started_at = ?`,
        [END, station, rule, startedAt],
      ],
      outboxRow(station, rule, startedAt, 'resolved'),
    );
  }

  /** Reads the rule and the station of each alert that is firing in the table. */
  async findFiring(): Promise<string[]> {
    const rows = await this.getStack().query<{ alert: string }>(
      `SELECT CONCAT(e.rule, ' ', s.station_id) AS alert FROM alert_episode e JOIN station s ON s.id = e.station_id
       WHERE e.state = 'firing'`,
    );
    return rows.map(({ alert }) => alert).sort();
  }

  async acknowledge(station: string): Promise<void> {
    await this.#write([
      `UPDATE alert_episode a JOIN station s ON s.id = a.station_id
       SET a.acknowledged_by = 'ann', a.acknowledged_at = NOW(3) WHERE s.station_id = ?`,
      [station],
    ]);
  }

  async #write(...statements: readonly (readonly [string, readonly unknown[]])[]): Promise<void> {
    const database = await this.getStack().database();
    await database.fork().transactional(async (em) => {
      for (const [sql, parameters] of statements) await em.execute(sql, [...parameters], 'run');
    });
  }
}

function outboxRow(
  station: string,
  rule: string,
  startedAt: string,
  event: 'firing' | 'resolved',
): readonly [string, readonly unknown[]] {
  return [
    `INSERT IGNORE INTO notification_outbox (rule, station_id, started_at, event, created_at)
     SELECT ?, id, ?, ?, NOW(3) FROM station WHERE station_id = ?`,
    [rule, startedAt, event, station],
  ];
}
