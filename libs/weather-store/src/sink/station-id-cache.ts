import type { EntityManager } from '@mikro-orm/mysql';
import type { Reading } from '@weather/weather-schema';
import { BoundedCache } from '../rows/bounded-cache.ts';
import { chunk } from '../rows/chunk.ts';

interface KnownStation {
  readonly id: number;
  readonly city: string | null;
  /** The partition that has written it last, as of when it was looked up. */
  readonly writtenBy: number | null;
}

const NONE_ADDED: ReadonlySet<number> = new Set();

type Stations = ReadonlyMap<string, KnownStation>;

/** Some 400 KB, where all ids and cities are as long as they may be. */
const STATIONS_PER_STATEMENT = 1_000;

/** A place in a map, an object and two short texts. */
const BYTES_PER_ENTRY = 300;
const BYTES_PER_CHARACTER = 2;

function estimateBytes(stationId: string, { city }: KnownStation): number {
  return BYTES_PER_ENTRY + BYTES_PER_CHARACTER * (stationId.length + (city?.length ?? 0));
}

/** The stations of a batch. */
export class ResolvedStations {
  constructor(
    private readonly known: (stationId: string) => KnownStation | undefined,
    /** What the transaction has found or written; it becomes known when the transaction is committed. */
    readonly found: Stations,
    /** The surrogate keys of those that were not there before. */
    readonly added: ReadonlySet<number> = NONE_ADDED,
    /** The surrogate keys of readings whose stations were known, as they were. */
    private readonly knownIds: readonly number[] = [],
  ) {}

  /** The surrogate key of the station of each reading that the batch was resolved for. */
  getIds(readings: readonly Reading[]): readonly number[] {
    return this.found.size === 0 ? this.knownIds : readings.map(({ stationId }) => this.getId(stationId));
  }

  /** @throws Error for a station that the batch was not resolved for. */
  getId(stationId: string): number {
    const station = this.found.get(stationId) ?? this.known(stationId);
    if (station === undefined) throw new Error(`station "${stationId}" was written and is not there`);
    return station.id;
  }
}

const NONE: Stations = new Map();

/**
 * The surrogate keys of the stations, remembered from committed transactions. A station that is new, or whose city has
 * changed, is written within the transaction of its batch.
 */
export class StationIdCache {
  /** Replaced, never emptied: a batch that is under way goes on with what it has found. */
  #known: BoundedCache<string, KnownStation>;

  /** @param maxBytes how much memory it may take; what was not met for longest is forgotten. */
  constructor(private readonly maxBytes: number) {
    this.#known = this.#empty();
  }

  /**
   * Finds or writes the stations of some readings.
   * @param writer the partition that they come in; its row is locked, so that nobody else adds stations in its name.
   */
  async resolve(
    em: EntityManager,
    readings: readonly Reading[],
    writer: number | null,
  ): Promise<ResolvedStations> {
    const { changed, ids } = this.#lookUp(readings);
    const known = this.#known.view();
    if (changed.size === 0) return new ResolvedStations(known, NONE, NONE_ADDED, ids);
    const firstNew = await nextId(em);
    const stationIds = [...changed.keys()];
    await write(em, changed, await find(em, stationIds), writer);
    const found = await find(em, stationIds);
    return new ResolvedStations(known, found, findAdded(found, firstNew, writer));
  }

  /** The surrogate key of a station that is remembered. */
  getId(stationId: string): number | undefined {
    return this.#known.get(stationId)?.id;
  }

  /** Takes over what a batch resolved, after its commit. */
  onCommit({ found }: ResolvedStations): void {
    for (const [stationId, station] of found) this.#known.set(stationId, station);
  }

  /** Forgets everything: the database may not be the one that was written to. */
  reset(): void {
    this.#known = this.#empty();
  }

  #empty(): BoundedCache<string, KnownStation> {
    return new BoundedCache(this.maxBytes, estimateBytes);
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

/** Ids only grow; of those that have come since, another transaction's belong to another partition. */
function findAdded(found: Stations, firstNew: number, writer: number | null): Set<number> {
  const added = [...found.values()].filter(({ id, writtenBy }) => id >= firstNew && writtenBy === writer);
  return new Set(added.map(({ id }) => id));
}

/** Ids only grow. */
async function nextId(em: EntityManager): Promise<number> {
  const [row] = await em.execute<{ last: number | null }[]>('SELECT MAX(id) AS last FROM station');
  return (row?.last ?? 0) + 1;
}

/**
 * Those that are there are written with their ids, since a row without one takes an id of AUTO_INCREMENT even if it only updates.
 * In order of id, so that two transactions that write the same stations do not wait for each other in a circle.
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

async function find(em: EntityManager, stationIds: readonly string[]): Promise<Map<string, KnownStation>> {
  const found = new Map<string, KnownStation>();
  for (const some of chunk(stationIds, STATIONS_PER_STATEMENT)) {
    const rows = await em.execute<
      { id: number; station_id: string; city: string | null; written_by: number | null }[]
    >('SELECT id, station_id, city, written_by FROM station WHERE station_id IN (?)', [some]);
    for (const { id, station_id, city, written_by: writtenBy } of rows)
      found.set(station_id, { id, city, writtenBy });
  }
  return found;
}
