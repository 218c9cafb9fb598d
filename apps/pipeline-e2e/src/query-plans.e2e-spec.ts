import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@weather/service-runtime';
import { parseRules, ReadingJudge } from '@weather/weather-judge';
import {
  beginRetention,
  ChangedEpisodes,
  endForgottenRules,
  EpisodeRegister,
  findSeries,
  findStation,
  findStations,
  listEpisodes,
  listSummaries,
  markRange,
  newestReadingAt,
  NotificationStore,
  PromptReader,
  ReadingSink,
  readingsOf,
  SilenceWatch,
  stationStates,
  StoreSnapshot,
  SummarySweep,
  WeatherDatabase,
  type EpisodeFilter,
} from '@weather/weather-store';
import { fillTables, NEWEST, tableSizes } from './plans/filled-tables.ts';
import { rowsExamined } from './plans/rows-examined.ts';
import { TestStack } from './stack/test-stack.ts';

/** By hand 20,000,000, which takes an hour. */
const SIZES = tableSizes(Number(process.env['PLAN_READINGS'] ?? '1000000'));
const HOUR_MS = 3_600_000;
const RANGE = { station: 17, from: NEWEST - HOUR_MS, to: NEWEST };
const STATION = 'station-0000017';
const PAGE = 100;
const RULES = parseRules(
  'rules: [{ name: quiet, silence: 2d }, { name: rule-1, quantity: temperature, above: 90 }]',
);
const ALL_RULES = parseRules(
  `rules: [${[0, 1, 2, 3, 4, 5, 6].map((rule) => `{ name: rule-${rule}, quantity: temperature, above: 90 }`).join(', ')},
    { name: quiet, silence: 2d }]`,
);
const ALL: EpisodeFilter = {
  state: undefined,
  rule: undefined,
  stationId: undefined,
  since: undefined,
  unacknowledged: false,
};
/** Of the alerts that the dashboard looks at. */
const LOOKED_AT = 2_500;
/** What the server reads beside the rows: ends of ranges, and its own tables. */
const FEW = 50;

let stack: TestStack;
/** As the apps log in; one connection each, whose counters are read. */
const databases: WeatherDatabase[] = [];
let consumer: WeatherDatabase;
let reader: WeatherDatabase;
let questions: PromptReader;

async function connect(role: Parameters<TestStack['databaseConfig']>[0]): Promise<WeatherDatabase> {
  const config = { ...stack.databaseConfig(role), connections: 1 };
  const database = await WeatherDatabase.connect(config, silentLogger());
  databases.push(database);
  return database;
}

beforeAll(async () => {
  stack = await TestStack.start({ start: { kafka: false } });
  await stack.migrateTables('up');
  await fillTables(stack, SIZES);
  consumer = await connect('consumer');
  reader = await connect('reader');
  questions = new PromptReader(reader, { atOnce: 1, waiting: 10, timeoutMs: HOUR_MS });
});

afterAll(async () => {
  await Promise.all(databases.map((database) => database.close()));
  await stack.stop();
});

/** Statements that look at more rows than they may; none are expected. */
type Bounds = Readonly<Record<string, readonly [atMost: number, work: () => Promise<unknown>]>>;

async function tooMany(database: WeatherDatabase, statements: Bounds): Promise<string[]> {
  const found: string[] = [];
  for (const [name, [atMost, work]] of Object.entries(statements)) {
    const rows = await rowsExamined(database, work);
    if (rows > atMost) found.push(`${name}: ${rows} rows, at most ${atMost} are expected`);
  }
  return found;
}

async function drain(pages: AsyncIterable<unknown>): Promise<void> {
  for await (const page of pages) expect(page).toBeDefined();
}

describe('the rows that the statements of an app look at, on tables with many', () => {
  it('are some for each station when the dashboard starts', async () => {
    expect(
      await tooMany(reader, {
        'newest reading': [4 * SIZES.stations + FEW, () => newestReadingAt(reader, Date.now())],
      }),
    ).toEqual([]);
  });

  it('are those that are shown when the dashboard looks for changed alerts', async () => {
    const episodes = new ChangedEpisodes(reader);
    expect(
      await tooMany(reader, {
        first: [4 * LOOKED_AT, () => episodes.look()],
        next: [4 * LOOKED_AT, () => episodes.look()],
      }),
    ).toEqual([]);
  });

  it('are those of a page when the dashboard lists alerts, wherever it begins', async () => {
    const page = (filter: Partial<EpisodeFilter>, startedAt?: number) => async (): Promise<void> => {
      const after = startedAt === undefined ? undefined : { startedAt, station: 1, rule: 'rule-0' };
      const { episodes } = await listEpisodes(questions, { ...ALL, ...filter }, PAGE, after);
      expect(episodes.length).toBeGreaterThan(0);
    };
    const middle = NEWEST - (SIZES.alerts / 2) * 1_000;
    const atMost = 4 * PAGE + FEW;
    const oneOfSeven = 14 * atMost;
    expect(
      await tooMany(reader, {
        all: [atMost, page({})],
        'a page in the middle': [atMost, page({}, middle)],
        'begun since': [atMost, page({ since: middle })],
        'begun before': [atMost, page({ until: middle })],
        firing: [2 * atMost, page({ state: 'firing' })],
        unacknowledged: [atMost, page({ unacknowledged: true })],
        'of a rule': [oneOfSeven, page({ rule: 'rule-1' })],
        'of a severity': [oneOfSeven, page({ severity: 'critical' })],
        'of a rule, in the middle': [oneOfSeven, page({ rule: 'rule-1' }, middle)],
        'of a station': [atMost, page({ stationId: STATION })],
      }),
    ).toEqual([]);
  });

  it('are no more when nearly all alerts are over, though the server knows that late', async () => {
    const episodes = new ChangedEpisodes(reader);
    await stack.query(
      "UPDATE alert_episode SET state = 'resolved' WHERE state <> 'resolved' AND id MOD 1000 <> 0",
    );
    expect(
      await tooMany(reader, {
        'few are open': [4 * LOOKED_AT, () => episodes.look()],
        'nothing has changed': [4 * LOOKED_AT, () => episodes.look()],
      }),
    ).toEqual([]);
  });

  it('are those that are asked for when the dashboard shows stations and readings', async () => {
    const ids = Array.from({ length: PAGE }, (_, index) => index + 1);
    expect(
      await tooMany(reader, {
        stations: [2 * PAGE + FEW, () => findStations(questions, { limit: PAGE, after: STATION })],
        search: [4 * SIZES.stations + FEW, () => findStations(questions, { limit: PAGE, search: 'field' })],
        station: [FEW, () => findStation(questions, STATION)],
        'states of stations': [40 * PAGE + FEW, () => stationStates(questions, ids, Date.now())],
        readings: [PAGE + FEW, () => readingsOf(questions, RANGE, PAGE)],
        series: [PAGE + FEW, () => findSeries(questions, RANGE, 'temperature')],
        hours: [PAGE + FEW, () => listSummaries(questions, 'hour', RANGE, PAGE)],
        accounts: [
          FEW,
          () =>
            StoreSnapshot.take(reader, (snapshot) => snapshot.accounts('weather_consumer', 'weather_data')),
        ],
      }),
    ).toEqual([]);
  });

  it('are some for each station when the consumer looks for silence', async () => {
    const watch = new SilenceWatch({
      database: consumer,
      ruleSet: RULES,
      latenessMs: HOUR_MS,
      now: Date.now,
    });
    const begun = 20 * SIZES.stations;
    expect(
      await tooMany(consumer, {
        'nothing is silent': [
          5 * SIZES.stations + FEW,
          () => watch.look({ at: Date.now(), awayWithin: () => 0 }),
        ],
        'everything falls silent': [
          begun,
          () =>
            new SilenceWatch({
              database: consumer,
              ruleSet: RULES,
              latenessMs: HOUR_MS,
              now: () => NEWEST + 50 * HOUR_MS,
            }).look({ at: NEWEST + 50 * HOUR_MS, awayWithin: () => 0 }),
        ],
      }),
    ).toEqual([]);
  });

  it('are some for each reading when the consumer stores a batch, though nothing is remembered', async () => {
    const sink = await ReadingSink.open({
      database: consumer,
      judge: new ReadingJudge(RULES),
      latenessMs: HOUR_MS,
      isAlert: () => false,
    });
    const key = { group: 'weather_consumer', topic: 'weather_data', partition: 3 };
    const store = (observedAt: number) => async (): Promise<void> => {
      const position = await sink.loadPosition(key);
      const readings = Array.from({ length: PAGE }, (_, index) => ({
        stationId: `station-${String(index + 1).padStart(7, '0')}`,
        observedAt,
        temperature: 21,
      }));
      const nextOffset = (position ?? 0) + PAGE;
      const result = await sink.store({ key, position, nextOffset, readings, deadLettered: 0, lost: 0 });
      expect(result.kind).toBe('stored');
    };
    expect(
      await tooMany(consumer, {
        'next readings': [40 * PAGE, store(NEWEST + HOUR_MS)],
        'late readings': [150 * PAGE, store(NEWEST + HOUR_MS / 2)],
        'rules that are gone': [
          2 * SIZES.openAlerts + FEW,
          () => endForgottenRules(consumer, ALL_RULES, NEWEST),
        ],
      }),
    ).toEqual([]);
  });

  it('are those of a step when the notifier tells, and of old ones when it removes', async () => {
    const notifier = await connect('notifier');
    const store = new NotificationStore(notifier);
    const route = { receiver: 'ops', groupWaitMs: 0, groupIntervalMs: 0 };
    const telling = { body: 'body', alertCount: 1, firing: [], done: [], void: [], hasMore: false };
    const step = 20 * 500;
    expect(
      await tooMany(notifier, {
        'taking in': [step, () => store.takeIn(() => [route])],
        forming: [step, () => store.form('ops', { maxEvents: PAGE, repeatMs: HOUR_MS }, () => telling)],
        claiming: [PAGE + FEW, () => store.claim('ops', HOUR_MS)],
        'counting refusals': [FEW, () => store.refusedCount('ops')],
        'other receivers': [FEW, () => store.otherReceivers([])],
        'removing what is old': [FEW, () => store.removeOld(1)],
      }),
    ).toEqual([]);
  });

  it('are those of a step when the housekeeper summarises and drops', async () => {
    const housekeeper = await connect('housekeeper');
    const sweep = new SummarySweep(housekeeper);
    const days = 50;
    expect(
      await tooMany(housekeeper, {
        summarising: [days * 200, () => sweep.step(new AbortController().signal)],
        marking: [
          PAGE + FEW,
          () =>
            markRange(
              housekeeper,
              { from: NEWEST - HOUR_MS, to: NEWEST, stationId: STATION },
              new AbortController().signal,
            ),
        ],
        'looking whether to drop': [FEW, () => beginRetention(housekeeper, NEWEST - 24 * HOUR_MS)],
        dropping: [
          2_000 + FEW,
          async () => {
            const start = await beginRetention(housekeeper, NEWEST - 24 * HOUR_MS);
            if (start.kind === 'ready') await start.run.step();
          },
        ],
      }),
    ).toEqual([]);
  });

  it('are those of a station when an operator lists, or acknowledges', async () => {
    const operator = await connect('operator');
    const register = new EpisodeRegister(operator);
    const target = { stationId: STATION, rule: 'rule-2', startedAt: undefined };
    expect(
      await tooMany(operator, {
        listing: [4 * PAGE + FEW, () => register.list({ ...ALL, stationId: STATION }, PAGE)],
        acknowledging: [PAGE + FEW, () => register.acknowledge(target, { by: 'Eve', at: NEWEST })],
      }),
    ).toEqual([]);
  });

  it('are all rows a few times when an operator compares everything', async () => {
    const comparison = { thresholdCelsius: 30, readingsSince: 0, examples: 1 };
    const day = { from: NEWEST - 24 * HOUR_MS, to: NEWEST, stationId: STATION };
    const inSnapshot = (look: (snapshot: StoreSnapshot) => Promise<unknown>) => () =>
      StoreSnapshot.take(reader, look);
    expect(
      await tooMany(reader, {
        alerts: [6 * SIZES.readings, inSnapshot((snapshot) => snapshot.alertFaults(comparison))],
        counts: [2 * SIZES.readings, inSnapshot((snapshot) => snapshot.readingCounts())],
        readings: [2 * SIZES.readings, inSnapshot((snapshot) => drain(snapshot.readings()))],
        'summaries of a station': [
          40 * PAGE,
          inSnapshot((snapshot) => drain(snapshot.compareSummaries(day))),
        ],
        'flags of a station': [
          PAGE + FEW,
          inSnapshot((snapshot) => drain(snapshot.qualities({ ...day, stationIds: [STATION] }))),
        ],
      }),
    ).toEqual([]);
  });
});
