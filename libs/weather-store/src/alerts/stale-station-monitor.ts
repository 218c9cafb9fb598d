import type { EntityManager } from '@mikro-orm/mysql';
import {
  findSilenceStart,
  stationMatcher,
  type Alert,
  type RuleSet,
  type SilenceRule,
  type StationAlert,
} from '@weather/weather-rules';
import { MS_PER_SECOND } from '@weather/weather-schema';
import { toDateTime, toEpochMs } from '../rows/date-time.ts';
import { newestReadingParameters, newestReadingSql } from '../rows/newest-reading-sql.ts';
import type { WeatherDatabase } from '../weather-database.ts';
import { recordEvents, toAlertEvents, type AlertEvent, type AlertKey } from './alert-events.ts';
import { resolveAlerts, writeAlerts } from './write-alerts.ts';

export interface StaleStationMonitorOptions {
  readonly database: WeatherDatabase;
  readonly ruleSet: RuleSet;
  /** As in the sink: a reading from further in the future does not count as a sign of life. */
  readonly allowedLatenessMs: number;
  readonly now: () => number;
}

/** The time up to which the topic of the stations has been read. */
export interface TopicReadTime {
  /** Everything that was sent before this time has been stored; epoch ms. */
  readonly at: number;
  /** For how many ms between a time and `at` stations could not send, or may have been unable to. */
  readonly outageSince: (from: number) => number;
}

interface WatchedRule extends SilenceRule {
  readonly matches: (stationId: string) => boolean;
}

interface StaleStation {
  readonly station: number;
  readonly stationId: string;
  readonly newest: number;
}

const NEWEST = newestReadingSql('s.id');

/**
 * Starts alerts for stale stations, which no reading reports. Any number of consumers may poll: an alert starts once. Evaluating
 * the next reading resolves the alert; if that reading is so late that it leaves no gap in event time, the next poll does.
 */
export class StaleStationMonitor {
  readonly #rules: readonly WatchedRule[];

  constructor(private readonly options: StaleStationMonitorOptions) {
    this.#rules = options.ruleSet.rules
      .filter((rule) => rule.kind === 'silence')
      .map((rule) => ({ ...rule, matches: stationMatcher(rule.stations) }));
  }

  /** Whether any rule needs polls. */
  get isNeeded(): boolean {
    return this.#rules.length > 0;
  }

  /**
   * Starts the alerts that are due at the time up to which the topic has been read, and resolves those that are over. Time in which
   * stations could not send does not count.
   * @param read undefined while the topic has not been read to its end: no station counts as stale then.
   * @returns the number of open alerts, by station and rule.
   */
  async poll(read: TopicReadTime | undefined): Promise<number> {
    const { database, now, allowedLatenessMs } = this.options;
    const at = now();
    const latest = newestReadingParameters(at, allowedLatenessMs);
    return await database.fork().transactional(async (em) => {
      const open = await findOpenSilences(em, this.#rules);
      const shortest = Math.min(...this.#rules.map(({ silenceMs }) => silenceMs));
      const stale = read === undefined ? [] : await findStaleStations(em, read.at - shortest, latest);
      const started = read === undefined ? [] : this.#startAlerts(stale, open, read);
      const ended = await resolveEnded(em, this.#rules, open, latest);
      await writeAlerts(em, started);
      await recordEvents(em, [...ended, ...toAlertEvents(started)], at);
      return open.length - ended.length + started.length;
    });
  }

  #startAlerts(
    stale: readonly StaleStation[],
    open: readonly AlertKey[],
    read: TopicReadTime,
  ): StationAlert[] {
    const isOpen = new Set(open.map(({ station, rule }) => `${station} ${rule}`));
    return stale.flatMap(({ station, stationId, newest }) => {
      const countedUpTo = read.at - read.outageSince(newest);
      return this.#rules.flatMap((rule) => {
        const startedAt = findSilenceStart(rule, newest, countedUpTo);
        if (startedAt === undefined || isOpen.has(`${station} ${rule.name}`) || !rule.matches(stationId))
          return [];
        return [{ station, alert: createSilenceAlert(rule, stationId, startedAt) }];
      });
    });
  }
}

function createSilenceAlert(
  { name, severity, silenceMs }: SilenceRule,
  stationId: string,
  startedAt: number,
): Alert {
  return {
    rule: name,
    stationId,
    severity,
    state: 'firing',
    startedAt,
    firedAt: startedAt,
    peakValue: silenceMs / MS_PER_SECOND,
    peakAt: startedAt,
    readingCount: 0,
  };
}

async function findStaleStations(
  em: EntityManager,
  since: number,
  latest: readonly string[],
): Promise<StaleStation[]> {
  const rows = await em.execute<{ station: number; stationId: string; newest: string }[]>(
    `SELECT s.id AS station, s.station_id AS stationId, ${NEWEST} AS newest FROM station s HAVING newest < ?`,
    [...latest, toDateTime(since)],
  );
  return rows.map(({ newest, ...row }) => ({ ...row, newest: toEpochMs(newest) }));
}

async function findOpenSilences(em: EntityManager, rules: readonly SilenceRule[]): Promise<AlertKey[]> {
  const rows = await em.execute<{ station: number; rule: string; startedAt: string }[]>(
    `SELECT station_id AS station, rule, started_at AS startedAt FROM alert_episode
     WHERE state = 'firing' AND rule IN (?)`,
    [rules.map(({ name }) => name)],
  );
  return rows.map(({ startedAt, ...row }) => ({ ...row, startedAt: toEpochMs(startedAt) }));
}

/** Resolves alerts whose station has sent a reading since they started. @returns the events for the outbox. */
async function resolveEnded(
  em: EntityManager,
  rules: readonly SilenceRule[],
  open: readonly AlertKey[],
  latest: readonly string[],
): Promise<AlertEvent[]> {
  const silences = new Map(rules.map(({ name, silenceMs }) => [name, silenceMs]));
  const newest = await findNewestReadings(em, [...new Set(open.map(({ station }) => station))], latest);
  const ended = open.flatMap((alert) => {
    const seen = newest.get(alert.station) ?? Number.NEGATIVE_INFINITY;
    if (seen <= alert.startedAt - (silences.get(alert.rule) ?? 0)) return [];
    return [{ ...alert, resolvedAt: Math.max(seen, alert.startedAt) }];
  });
  await resolveAlerts(em, ended);
  return ended.map(({ station, rule, startedAt }) => ({ station, rule, startedAt, event: 'resolved' }));
}

async function findNewestReadings(
  em: EntityManager,
  stations: readonly number[],
  latest: readonly string[],
): Promise<Map<number, number>> {
  if (stations.length === 0) return new Map();
  const rows = await em.execute<{ station: number; newest: string | null }[]>(
    `SELECT s.id AS station, ${NEWEST} AS newest FROM station s WHERE s.id IN (?)`,
    [...latest, stations],
  );
  return new Map(
    rows.flatMap(({ station, newest }) => (newest === null ? [] : [[station, toEpochMs(newest)]])),
  );
}
