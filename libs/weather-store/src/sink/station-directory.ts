import type { EntityManager } from '@mikro-orm/mysql';
import type { Reading } from '@weather/weather-schema';

interface KnownStation {
  readonly id: number;
  readonly city: string | null;
}

/** What a transaction has found or written; it becomes known when the transaction is committed. */
export type StationsOfBatch = ReadonlyMap<string, KnownStation>;

/**
 * The small ids of the stations, remembered from committed transactions. A station that is new, or whose city has
 * changed, is written within the transaction of its batch.
 */
export class StationDirectory {
  /** Replaced, never emptied: a batch that is under way goes on with what it has found. */
  #known = new Map<string, KnownStation>();

  /** Finds or writes the stations of some readings. */
  async resolve(em: EntityManager, readings: readonly Reading[]): Promise<StationsOfBatch> {
    const known = this.#known;
    const changed = this.#changed(readings);
    if (changed.size === 0) return known;
    await write(em, changed);
    const found = await find(em, [...changed.keys()]);
    return new Map([...known, ...found]);
  }

  /** Takes over what a batch resolved, after its commit. */
  adopt(stations: StationsOfBatch): void {
    if (stations === this.#known) return;
    for (const [stationId, station] of stations) this.#known.set(stationId, station);
  }

  /** Forgets everything: the database may not be the one that was written to. */
  reset(): void {
    this.#known = new Map();
  }

  /** The city of each station that is unknown, or known with another city. */
  #changed(readings: readonly Reading[]): Map<string, string | null> {
    const changed = new Map<string, string | null>();
    for (const { stationId, city } of readings) {
      const known = this.#known.get(stationId);
      if (known === undefined || (city !== undefined && city !== known.city)) {
        changed.set(stationId, city ?? changed.get(stationId) ?? null);
      }
    }
    return changed;
  }
}

/** In order of id, so that two transactions that write the same stations do not wait for each other in a circle. */
async function write(em: EntityManager, cities: ReadonlyMap<string, string | null>): Promise<void> {
  const rows = [...cities].sort(([a], [b]) => (a < b ? -1 : 1));
  await em.execute(
    `INSERT INTO station (station_id, city) VALUES ?
     ON DUPLICATE KEY UPDATE city = COALESCE(VALUES(city), city)`,
    [rows],
    'run',
  );
}

async function find(em: EntityManager, stationIds: readonly string[]): Promise<Map<string, KnownStation>> {
  const rows = await em.execute<{ id: number; station_id: string; city: string | null }[]>(
    'SELECT id, station_id, city FROM station WHERE station_id IN (?)',
    [stationIds],
  );
  return new Map(rows.map(({ id, station_id, city }) => [station_id, { id, city }]));
}
