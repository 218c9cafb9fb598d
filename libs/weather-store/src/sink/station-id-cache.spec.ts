import type { EntityManager } from '@mikro-orm/mysql';
import { describe, expect, it } from '@jest/globals';
import type { Reading } from '@weather/weather-schema';
import { StationIdCache } from './station-id-cache.ts';

const ID_OF: Readonly<Record<string, number>> = { a: 1, b: 2 };

const WRITER = 1;
const MAX_BYTES = 10_000;

/** Answers the SELECT of surrogate keys; `beforeAnswer` runs while the statement is in flight. */
function entityManager(beforeAnswer: () => void = () => undefined): EntityManager {
  const execute = (sql: string, parameters: string[][]): Promise<object[]> => {
    beforeAnswer();
    const ids = sql.startsWith('SELECT id') ? (parameters[0] ?? []) : [];
    return Promise.resolve(
      ids.map((id) => ({ id: ID_OF[id], station_id: id, city: null, written_by: WRITER })),
    );
  };
  return { execute } as unknown as EntityManager;
}

const readings = (...ids: string[]): Reading[] =>
  ids.map((stationId) => ({ stationId, observedAt: 0, temperature: 1 }));

async function cacheOf(...ids: string[]): Promise<StationIdCache> {
  const cache = new StationIdCache(MAX_BYTES);
  cache.onCommit(await cache.resolve(entityManager(), readings(...ids), WRITER));
  return cache;
}

describe('StationIdCache', () => {
  it('finds every station of a batch although another batch fails meanwhile', async () => {
    const cache = await cacheOf('a');
    const stations = await cache.resolve(
      entityManager(() => cache.reset()),
      readings('a', 'b'),
      WRITER,
    );
    expect(['a', 'b'].map((id) => stations.getId(id))).toEqual([1, 2]);
  });

  it('keeps the stations of a batch in flight when it is reset', async () => {
    const cache = await cacheOf('a');
    const resolved = cache.resolve(entityManager(), readings('a'), WRITER);
    cache.reset();
    expect((await resolved).getId('a')).toBe(1);
  });

  it('throws for a station that it was not asked for', async () => {
    const cache = await cacheOf('a');
    const stations = await cache.resolve(entityManager(), readings('a'), WRITER);
    expect(() => stations.getId('b')).toThrow('station "b"');
  });

  it('looks every station up again after a reset', async () => {
    const cache = await cacheOf('a');
    cache.reset();
    let statements = 0;
    await cache.resolve(
      entityManager(() => statements++),
      readings('a'),
      WRITER,
    );
    expect(statements).toBeGreaterThan(0);
  });

  it('uses up no id for a stored station, whatever its city', async () => {
    const inserts: string[] = [];
    const em = {
      execute: (sql: string, parameters: string[][]) => {
        if (sql.startsWith('INSERT'))
          inserts.push(`${sql.slice(0, sql.indexOf(' VALUES'))} ${JSON.stringify(parameters)}`);
        const ids = sql.startsWith('SELECT id') ? (parameters[0] ?? []) : [];
        const there = ids.filter((id) => id === 'b' || inserts.length > 1);
        return Promise.resolve(
          there.map((id) => ({ id: ID_OF[id], station_id: id, city: null, written_by: WRITER })),
        );
      },
    } as unknown as EntityManager;
    await new StationIdCache(MAX_BYTES).resolve(em, readings('b', 'a'), WRITER);
    expect(inserts).toEqual([
      'INSERT INTO station (id, station_id, city, written_by) [[[2,"b",null,1]]]',
      'INSERT INTO station (station_id, city, written_by) [[["a",null,1]]]',
    ]);
  });
});
