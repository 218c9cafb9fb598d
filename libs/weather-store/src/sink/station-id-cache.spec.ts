import type { EntityManager } from '@mikro-orm/mysql';
import { describe, expect, it } from '@jest/globals';
import type { Reading } from '@weather/weather-schema';
import { StationIdCache } from './station-id-cache.ts';

const ID_OF: Readonly<Record<string, number>> = { a: 1, b: 2 };

const WRITER = 1;
const MAX_BYTES = 10_000;

/** Answers the SELECT of surrogate keys; `beforeAnswer` runs while the statement is under way. */
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

async function knowing(...ids: string[]): Promise<StationIdCache> {
  const directory = new StationIdCache(MAX_BYTES);
  directory.onCommit(await directory.resolve(entityManager(), readings(...ids), WRITER));
  return directory;
}

describe('StationDirectory', () => {
  it('finds every station of a batch although another batch fails meanwhile', async () => {
    const directory = await knowing('a');
    const stations = await directory.resolve(
      entityManager(() => directory.reset()),
      readings('a', 'b'),
      WRITER,
    );
    expect(['a', 'b'].map((id) => stations.getId(id))).toEqual([1, 2]);
  });

  it('does not take away what a batch has been given', async () => {
    const directory = await knowing('a');
    const resolved = directory.resolve(entityManager(), readings('a'), WRITER);
    directory.reset();
    expect((await resolved).getId('a')).toBe(1);
  });

  it('refuses to make up the id of a station that it was not asked for', async () => {
    const directory = await knowing('a');
    const stations = await directory.resolve(entityManager(), readings('a'), WRITER);
    expect(() => stations.getId('b')).toThrow('station "b"');
  });

  it('asks again for everything after a reset', async () => {
    const directory = await knowing('a');
    directory.reset();
    let statements = 0;
    await directory.resolve(
      entityManager(() => statements++),
      readings('a'),
      WRITER,
    );
    expect(statements).toBeGreaterThan(0);
  });

  it('takes no new id for a station that is there, whatever its city', async () => {
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
