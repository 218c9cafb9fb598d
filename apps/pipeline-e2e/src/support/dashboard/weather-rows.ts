import { QUALITY_FLAG, packQuality, TIMELINESS, type QualityFlag } from '@weather/weather-rules';
import { MS_PER_MINUTE } from '@weather/weather-schema';
import type { TestStack } from '../stack/test-stack.ts';

const { good, missing, wrong } = QUALITY_FLAG;

/** The time of the first reading. */
export const NOON = Date.UTC(2026, 6, 1, 12);
/** The number of the reading whose temperature is wrong. */
export const WRONG_MINUTE = 5;
/** The number of readings before a gap of an hour. */
export const BEFORE_GAP = 100;
const GAP_MINUTES = 60;

/** Writes rows with known content, as the pipeline would. */
export class WeatherRows {
  constructor(private readonly stack: TestStack) {}

  async station(id: number, stationId: string, city: string | null): Promise<void> {
    await this.stack.query('INSERT INTO station (id, station_id, city) VALUES (?, ?, ?)', [
      id,
      stationId,
      city,
    ]);
  }

  /** Writes a reading every minute from noon on, whose temperature is its number plus 0.1. */
  async readings(station: number, count: number): Promise<void> {
    const rows = Array.from({ length: count }, (_, number) => [
      station,
      dateTime(observedAt(number)),
      number + 0.1,
      50,
      1013.25,
      2,
      null,
      null,
      null,
      qualityOf(number === WRONG_MINUTE ? wrong : good),
    ]);
    await this.stack.query(
      `INSERT INTO reading (station_id, observed_at, temperature, humidity, pressure, wind_speed, wind_gust,
         wind_direction, precipitation, quality) VALUES ?`,
      [rows],
    );
  }

  /** Writes hourly rollups from noon on, whose mean temperature is the number of the hour. */
  async hours(station: number, count: number): Promise<void> {
    const rows = Array.from({ length: count }, (_, hour) => {
      const start = dateTime(NOON + hour * GAP_MINUTES * MS_PER_MINUTE);
      return [station, start, 60, 240, 240, 60, hour - 0.5, hour, hour + 0.1, 0, 0, 0, 0, 0, 0];
    });
    await this.stack.query(
      `INSERT INTO reading_hour (station_id, hour_start, reading_count, value_count, good_count, temperature_count,
         temperature_min, temperature_mean, temperature_max, humidity_count, pressure_count, wind_speed_count,
         wind_gust_count, precipitation_count, wind_vector_count) VALUES ?`,
      [rows],
    );
  }

  async alert(station: number, rule: string, options: AlertFields = {}): Promise<void> {
    const { startedAt = NOON, state = 'firing', severity = 'warning' } = options;
    const start = dateTime(startedAt);
    const end = state === 'resolved' ? dateTime(startedAt + MS_PER_MINUTE) : null;
    await this.stack.query(
      `INSERT INTO alert_episode (rule, station_id, severity, state, started_at, fired_at, resolved_at, peak_value,
         peak_at, reading_count) VALUES (?, ?, ?, ?, ?, ?, ?, 31.4, ?, 3)`,
      [rule, station, severity, state, start, start, end, start],
    );
  }
}

export interface AlertFields {
  readonly startedAt?: number;
  readonly state?: 'pending' | 'firing' | 'resolved';
  readonly severity?: string;
}

/** The time of the reading with a number. */
export function observedAt(number: number): number {
  return NOON + (number < BEFORE_GAP ? number : number + GAP_MINUTES) * MS_PER_MINUTE;
}

function qualityOf(temperature: QualityFlag): number {
  const flags = { temperature, humidity: good, pressure: good, windSpeed: good };
  const none = { windGust: missing, windDirection: missing, precipitation: missing };
  return packQuality({ ...flags, ...none }, TIMELINESS.onTime);
}

function dateTime(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('T', ' ').replace('Z', '');
}
