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
import { toAlertEvents, type AlertEvent } from './alert-event.ts';
import { recordEvents, writeAlerts } from './write-alerts.ts';

export interface StaleStationMonitorOptions {
  readonly database: WeatherDatabase;
  readonly ruleSet: RuleSet;
  /** As of the sink: what is further ahead of the clock is no sign of life. */
  readonly allowedLatenessMs: number;
  readonly now: () => number;
}

/** What is known of the topic that stations send to. */
export interface TopicReadTime {
  /** All that was sent before this time has been stored; epoch ms. */
  readonly at: number;
  /** For how many ms between a time and `at` stations could not send, or nobody knows whether they could. */
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

interface OpenSilence {
  readonly station: number;
  readonly rule: string;
  readonly startedAt: number;
}

const NEWEST = newestReadingSql('s.id');

/**
 * Finds the stations that have gone silent: the one thing that no reading tells. Any number of consumers may look: an episode
 * begins once. When a reading comes, judging it ends the episode; where it came so late that it leaves no gap in event
 * time, the next look does.
 */
export class StaleStationMonitor {
  readonly #rules: readonly WatchedRule[];

  constructor(private readonly options: StaleStationMonitorOptions) {
    this.#rules = options.ruleSet.rules
      .filter((rule) => rule.kind === 'silence')
      .map((rule) => ({ ...rule, matches: stationMatcher(rule.stations) }));
  }

  /** Whether there is anything to look for. */
  get isNeeded(): boolean {
    return this.#rules.length > 0;
  }

  /**
   * Begins the silences that are due at the time up to which the topic has been read, and ends those that are over. Silence
   * in which stations could not send does not count.
   * @param read undefined while the topic has not been read to its end: nothing is known to be silent.
   * @returns how many there are now, by station and rule.
   */
  async poll(read: TopicReadTime | undefined): Promise<number> {
    const { database, now, allowedLatenessMs } = this.options;
    const at = now();
    const latest = newestReadingParameters(at, allowedLatenessMs);
    return await database.fork().transactional(async (em) => {
      const open = await findOpenSilences(em, this.#rules);
      const shortest = Math.min(...this.#rules.map(({ silenceMs }) => silenceMs));
      const quiet = read === undefined ? [] : await findStaleStations(em, read.at - shortest, latest);
      const begun = read === undefined ? [] : this.#begun(quiet, open, read);
      const ended = await resolveEnded(em, this.#rules, open, latest);
      await writeAlerts(em, begun);
      await recordEvents(em, [...ended, ...toAlertEvents(begun)], at);
      return open.length - ended.length + begun.length;
    });
  }

  #begun(quiet: readonly StaleStation[], open: readonly OpenSilence[], read: TopicReadTime): StationAlert[] {
    const isOpen = new Set(open.map(({ station, rule }) => `${station} ${rule}`));
    return quiet.flatMap(({ station, stationId, newest }) => {
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

async function findOpenSilences(em: EntityManager, rules: readonly SilenceRule[]): Promise<OpenSilence[]> {
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
  open: readonly OpenSilence[],
  latest: readonly string[],
): Promise<AlertEvent[]> {
  const silences = new Map(rules.map(({ name, silenceMs }) => [name, silenceMs]));
  const newest = await findNewestReadings(em, [...new Set(open.map(({ station }) => station))], latest);
  const ended: AlertEvent[] = [];
  for (const { station, rule, startedAt } of open) {
    const seen = newest.get(station) ?? Number.NEGATIVE_INFINITY;
    if (seen <= startedAt - (silences.get(rule) ?? 0)) continue;
    await em.execute(
      `UPDATE alert_episode SET state = 'resolved', resolved_at = ?
       WHERE station_id = ? AND rule = ? AND started_at = ? AND state = 'firing'`,
      [toDateTime(Math.max(seen, startedAt)), station, rule, toDateTime(startedAt)],
      'run',
    );
    ended.push({ station, rule, startedAt, event: 'resolved' });
  }
  return ended;
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
