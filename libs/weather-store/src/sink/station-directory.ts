import type { EntityManager } from '@mikro-orm/mysql';
import type { Reading } from '@weather/weather-schema';

interface KnownStation {
  readonly id: number;
  readonly city: string | null;
}

type Stations = ReadonlyMap<string, KnownStation>;

/** The stations of a batch. */
export class StationsOfBatch {
  constructor(
    private readonly known: Stations,
    /** What the transaction has found or written; it becomes known when the transaction is committed. */
    readonly found: Stations,
    /** Stations with this small id or a higher one were not there before. */
    readonly firstNew: number = Number.POSITIVE_INFINITY,
    /** The small ids of readings whose stations were known, as they were. */
    private readonly knownIds: readonly number[] = [],
  ) {}

  /** The small id of the station of each reading that the batch was resolved for. */
  idsOf(readings: readonly Reading[]): readonly number[] {
    return this.found.size === 0 ? this.knownIds : readings.map(({ stationId }) => this.idOf(stationId));
  }

  /** @throws Error for a station that the batch was not resolved for. */
  idOf(stationId: string): number {
    const station = this.found.get(stationId) ?? this.known.get(stationId);
    if (station === undefined) throw new Error(`station "${stationId}" was written and is not there`);
    return station.id;
  }
}

const NONE: Stations = new Map();

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
    const { changed, ids } = this.#lookUp(readings);
    if (changed.size === 0) return new StationsOfBatch(known, NONE, Number.POSITIVE_INFINITY, ids);
    const firstNew = await nextId(em);
    await write(em, changed);
    return new StationsOfBatch(known, await find(em, [...changed.keys()]), firstNew);
  }

  /** Takes over what a batch resolved, after its commit. */
  adopt({ found }: StationsOfBatch): void {
    for (const [stationId, station] of found) this.#known.set(stationId, station);
  }

  /** Forgets everything: the database may not be the one that was written to. */
  reset(): void {
    this.#known = new Map();
  }

  /** The city of each station that is unknown, or known with another city; and the ids of the others, in one pass. */
  #lookUp(readings: readonly Reading[]): { changed: Map<string, string | null>; ids: number[] } {
    const changed = new Map<string, string | null>();
    const ids: number[] = [];
    for (const { stationId, city } of readings) {
      const known = this.#known.get(stationId);
      if (known === undefined || (city !== undefined && city !== known.city)) {
        changed.set(stationId, city ?? changed.get(stationId) ?? null);
      } else ids.push(known.id);
    }
    return { changed, ids };
  }
}

/** Ids only grow. */
async function nextId(em: EntityManager): Promise<number> {
  const [row] = await em.execute<{ last: number | null }[]>('SELECT MAX(id) AS last FROM station');
  return (row?.last ?? 0) + 1;
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
