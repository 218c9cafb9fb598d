import { describe, expect, it } from '@jest/globals';
import { defaultRules, ReadingEvaluator } from '@weather/weather-rules';
import { TrackedStation } from './tracked-station.ts';
import { TrackedStations } from './tracked-stations.ts';

const KEY = { group: 'g', topic: 't', partition: 0 };
const EPOCH = 0;
const BYTES_EACH = 1_000;
const ROOM_FOR = 100;
const newStations = (): TrackedStations => new TrackedStations(ROOM_FOR * BYTES_EACH, () => BYTES_EACH);
const station = (id: number): TrackedStation =>
  new TrackedStation(id, `s${id}`, new ReadingEvaluator(defaultRules(30)).initialState('a'));

describe('TrackedStations', () => {
  it('remembers the stations of a batch for the one that goes on from its commit', () => {
    const stations = newStations();
    const known = station(1);
    const first = stations.begin(KEY, 10, EPOCH);
    stations.add(known, first);
    stations.end(KEY, first, 20);
    expect(stations.find(1, stations.begin(KEY, 20, EPOCH))).toBe(known);
  });

  it.each([
    ['begins elsewhere: another consumer has stored something', true, 21],
    ['follows one that was not committed', false, 20],
  ])('does not believe its memory when a batch %s', (_, isCommitted, position) => {
    const stations = newStations();
    const first = stations.begin(KEY, 10, EPOCH);
    stations.add(station(1), first);
    if (isCommitted) stations.end(KEY, first, 20);
    expect(stations.find(1, stations.begin(KEY, position, EPOCH))).toBeUndefined();
  });

  it('does not believe its memory when another partition has taken over a station', () => {
    const stations = newStations();
    const first = stations.begin(KEY, 10, EPOCH);
    stations.add(station(1), first);
    stations.end(KEY, first, 20);
    expect(stations.find(1, stations.begin(KEY, 20, EPOCH + 1))).toBeUndefined();
  });

  it('tells beforehand which stations the next batch of a partition will find', () => {
    const stations = newStations();
    const first = stations.begin(KEY, 10, EPOCH);
    stations.add(station(1), first);
    expect(stations.knownIn(KEY)(1)).toBe(false);
    stations.end(KEY, first, 20);
    expect([1, 2].map(stations.knownIn(KEY))).toEqual([true, false]);
    expect(stations.knownIn({ ...KEY, partition: 1 })(1)).toBe(false);
  });

  it('keeps partitions apart', () => {
    const stations = newStations();
    const first = stations.begin(KEY, 10, EPOCH);
    stations.add(station(1), first);
    stations.end(KEY, first, 20);
    expect(stations.find(1, stations.begin({ ...KEY, partition: 1 }, 20, EPOCH))).toBeUndefined();
  });

  it('forgets the stations that were not seen for longest', () => {
    const stations = newStations();
    const tenure = stations.begin(KEY, 0, EPOCH);
    for (let id = 0; id < ROOM_FOR + 2; id++) {
      stations.add(station(id), tenure);
      stations.find(0, tenure);
    }
    expect(stations.find(0, tenure)).toBeDefined();
    expect(stations.find(ROOM_FOR + 1, tenure)).toBeDefined();
    expect(stations.find(1, tenure)).toBeUndefined();
    expect(stations.forgotten).toBeGreaterThan(0);
  });
});
