import type { EntityManager } from '@mikro-orm/mysql';
import type { Reading } from '@weather/weather-schema';
import { BoundedCache } from '../rows/bounded-cache.ts';
import { chunk } from '../rows/chunk.ts';

interface CachedStation {
  readonly id: number;
  readonly city: string | null;
  /** The partition that had written it last when it was looked up. */
  readonly writtenBy: number | null;
}

type Stations = ReadonlyMap<string, CachedStation>;

/** Some 400 KB if all ids and cities have the maximum length. */
const STATIONS_PER_STATEMENT = 1_000;

/** An entry of a map, an object and two short texts. */
const BYTES_PER_ENTRY = 300;
const BYTES_PER_CHARACTER = 2;

function estimateBytes(stationId: string, { city }: CachedStation): number {
  return BYTES_PER_ENTRY + BYTES_PER_CHARACTER * (stationId.length + (city?.length ?? 0));
}

/** The stations of a batch. */
export class ResolvedStations {
  constructor(
    private readonly getCached: (stationId: string) => CachedStation | undefined,
    /** Read or written by the transaction; cached once it is committed. */
    readonly found: Stations,
    /** The surrogate keys of new stations. */
    readonly added: ReadonlySet<number>,
    /** The surrogate key of the station of each reading, if all were cached. */
    private readonly cachedIds: readonly number[] = [],
  ) {}

  /** The surrogate key of the station of each reading that the batch was resolved for. */
  getIds(readings: readonly Reading[]): readonly number[] {
    return this.found.size === 0 ? this.cachedIds : readings.map(({ stationId }) => this.getId(stationId));
  }

  /** @throws Error for a station that the batch was not resolved for. */
  getId(stationId: string): number {
    const station = this.found.get(stationId) ?? this.getCached(stationId);
    if (station === undefined) throw new Error(`station "${stationId}" was inserted but cannot be read`);
    return station.id;
  }
}

/**
 * The surrogate keys of stations from committed transactions. A station that is new, or whose city has changed, is written
 * within the transaction of its batch.
 */
export class StationIdCache {
  /** Replaced, never emptied: a batch in flight keeps what it has found. */
  #cache: BoundedCache<string, CachedStation>;

  /** @param maxBytes the memory it may take; the least recently used stations are evicted. */
  constructor(private readonly maxBytes: number) {
    this.#cache = this.#empty();
  }

  /**
   * Finds or writes the stations of readings.
   * @param writer the partition that they come in; its row is locked, so that no other transaction adds stations for it.
   */
  async resolve(
    em: EntityManager,
    readings: readonly Reading[],
    writer: number | null,
  ): Promise<ResolvedStations> {
    const { changed, ids } = this.#lookUp(readings);
    const cached = this.#cache.view();
    if (changed.size === 0) return new ResolvedStations(cached, new Map(), new Set(), ids);
    const firstNew = await nextId(em);
    const stationIds = [...changed.keys()];
    await write(em, changed, await find(em, stationIds), writer);
    const found = await find(em, stationIds);
    return new ResolvedStations(cached, found, findAdded(found, firstNew, writer));
  }

  /** The surrogate key of a station, if it is cached. */
  getId(stationId: string): number | undefined {
    return this.#cache.get(stationId)?.id;
  }

  /** Caches the stations of a batch, after its commit. */
  onCommit({ found }: ResolvedStations): void {
    for (const [stationId, station] of found) this.#cache.set(stationId, station);
  }

  /** Empties the cache: the database may not be the one that was written to. */
  reset(): void {
    this.#cache = this.#empty();
  }

  #empty(): BoundedCache<string, CachedStation> {
    return new BoundedCache(this.maxBytes, estimateBytes);
  }

  /** In one pass: the city of each station that is not cached, or cached with another city, and the ids of the others. */
  #lookUp(readings: readonly Reading[]): { changed: Map<string, string | null>; ids: number[] } {
    const changed = new Map<string, string | null>();
    const ids: number[] = [];
    for (const { stationId, city } of readings) {
      const cached = this.#cache.get(stationId);
      if (cached === undefined || (city !== undefined && city !== cached.city)) {
        changed.set(stationId, city ?? changed.get(stationId) ?? null);
      } else ids.push(cached.id);
    }
    return { changed, ids };
  }
}

/** Ids only grow; those that another transaction has added since belong to another partition. */
function findAdded(found: Stations, firstNew: number, writer: number | null): Set<number> {
  const added = [...found.values()].filter(({ id, writtenBy }) => id >= firstNew && writtenBy === writer);
  return new Set(added.map(({ id }) => id));
}

async function nextId(em: EntityManager): Promise<number> {
  const [row] = await em.execute<{ last: number | null }[]>('SELECT MAX(id) AS last FROM station');
  return (row?.last ?? 0) + 1;
}

/**
 * Writes stored stations with their ids, since a row without one uses up an AUTO_INCREMENT id even if it only updates. In order of
 * station id, so that two transactions that write the same stations do not deadlock.
 */
async function write(
  em: EntityManager,
  cities: ReadonlyMap<string, string | null>,
  present: Stations,
  writer: number | null,
): Promise<void> {
  const sorted = [...cities].sort(([a], [b]) => (a < b ? -1 : 1));
  const updated = sorted.flatMap(([stationId, city]) => {
    const station = present.get(stationId);
    return station === undefined ? [] : [[station.id, stationId, city, writer]];
  });
  const added = sorted
    .filter(([stationId]) => !present.has(stationId))
    .map(([stationId, city]) => [stationId, city, writer]);
  await upsert(em, 'id, station_id, city, written_by', updated);
  await upsert(em, 'station_id, city, written_by', added);
}

async function upsert(em: EntityManager, columns: string, rows: readonly unknown[][]): Promise<void> {
  for (const some of chunk(rows, STATIONS_PER_STATEMENT)) {
    await em.execute(
      `INSERT INTO station (${columns}) VALUES ? ON DUPLICATE KEY UPDATE city = COALESCE(VALUES(city), city)`,
      [some],
      'run',
    );
  }
}

async function find(em: EntityManager, stationIds: readonly string[]): Promise<Map<string, CachedStation>> {
  const found = new Map<string, CachedStation>();
  for (const some of chunk(stationIds, STATIONS_PER_STATEMENT)) {
    const rows = await em.execute<
      { id: number; station_id: string; city: string | null; written_by: number | null }[]
    >('SELECT id, station_id, city, written_by FROM station WHERE station_id IN (?)', [some]);
    for (const { id, station_id, city, written_by: writtenBy } of rows)
      found.set(station_id, { id, city, writtenBy });
  }
  return found;
}
