import { describe, expect, it } from '@jest/globals';
import { type RuleSet } from '@weather/weather-rules';
import { parseTestRules } from '@weather/weather-rules/testing';
import { MS_PER_HOUR, type Reading } from '@weather/weather-schema';
import { resolveOrphanedAlerts, type ReadingSink } from '@weather/weather-store/sink';
import { seededFraction } from '../../support/faults/seeded-random.ts';
import { expectStored, openSink as open, makePartitionKey } from '../../support/stack/reading-sinks.ts';
import { useConsumerDatabase } from '../../support/stack/use-stack.ts';

const START = Date.UTC(2026, 0, 1);
/** Some of them last longer than a day, after which there is a checkpoint. */
const ROUNDS = 40;
const MOST_READINGS_A_ROUND = 40;

/** A rule in the terms of the test: its name, and where an alert begins and ends. */
interface Limits {
  readonly threshold: number;
  readonly clear: number;
}

/** The rules of a file that apply to a station. */
interface Variant {
  readonly yaml: string;
  readonly rules: Readonly<Record<string, Limits>>;
}

const heat = (threshold: number, clear = threshold): Variant => ({
  yaml: `rules: [{ name: heat, quantity: temperature, above: ${threshold}, clear: ${clear} }]`,
  rules: { heat: { threshold, clear } },
});

const VARIANTS: readonly Variant[] = [
  heat(30),
  heat(35),
  heat(20),
  heat(33, 25),
  { yaml: 'rules: []', rules: {} },
  { yaml: 'rules: [{ name: heat, quantity: temperature, above: 10, stations: [elsewhere] }]', rules: {} },
  {
    yaml: `rules:
      - { name: heat, quantity: temperature, above: 28 }
      - { name: other, quantity: temperature, above: 18, severity: critical }`,
    rules: { heat: { threshold: 28, clear: 28 }, other: { threshold: 18, clear: 18 } },
  },
];

const tables = useConsumerDatabase();

const openSink = (rules: RuleSet): Promise<ReadingSink> => open({ database: tables.database, rules });

interface Row {
  readonly rule: string;
  readonly startedAt: string;
  readonly state: string;
}

async function findRows(stationId: string, only = 'TRUE'): Promise<Row[]> {
  return await tables.stack.query<Row>(
    `SELECT rule, CAST(started_at AS CHAR) AS startedAt, state FROM alert_episode e
     JOIN station s ON s.id = e.station_id WHERE s.station_id = ? AND ${only} ORDER BY rule, started_at`,
    [stationId],
  );
}

const openRules = async (stationId: string): Promise<string[]> =>
  (await findRows(stationId, "state <> 'resolved'")).map(({ rule }) => rule);

/** Expects open alerts for the rules whose limits the last value exceeds. */
function expectOpen(open: readonly string[], { rules }: Variant, temperature: number): void {
  expect(new Set(open).size).toBe(open.length);
  for (const rule of open) expect(Object.keys(rules)).toContain(rule);
  for (const [rule, { threshold, clear }] of Object.entries(rules)) {
    if (temperature > threshold) expect(open).toContain(rule);
    if (temperature <= clear) expect(open).not.toContain(rule);
  }
}

/** Finds resolved alerts that were recorded in the outbox as firing but not as resolved. */
async function findUnrecordedEnds(stationId: string): Promise<object[]> {
  return await tables.stack.query(
    `SELECT e.rule, CAST(e.started_at AS CHAR) AS startedAt FROM alert_episode e JOIN station s ON s.id = e.station_id
     WHERE s.station_id = ? AND e.state = 'resolved' AND NOT EXISTS (SELECT 1 FROM notification_outbox o
       WHERE o.station_id = e.station_id AND o.rule = e.rule AND o.started_at = e.started_at AND o.event = 'resolved')`,
    [stationId],
  );
}

describe('open alerts', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'follow from the readings and the current rules, whatever the rules were before (seed %d)',
    async (seed) => {
      const stationId = `rules-${seed}`;
      let at = START;
      let temperature = 20;
      for (let round = 0; round < ROUNDS; round++) {
        const variant = VARIANTS[
          Math.floor(seededFraction(seed, 'rules', round) * VARIANTS.length)
        ] as Variant;
        const sink = await openSink(parseTestRules(variant.yaml));
        const count = 1 + Math.floor(seededFraction(seed, 'count', round) ** 3 * MOST_READINGS_A_ROUND);
        const readings = Array.from({ length: count }, (_, n): Reading => {
          at += MS_PER_HOUR;
          temperature = Math.round(15 + seededFraction(seed, `value ${round}`, n) * 22);
          return { stationId, observedAt: at, temperature };
        });
        await expectStored(sink, makePartitionKey(stationId), readings);
        expectOpen(await openRules(stationId), variant, temperature);
      }
      expect(await findUnrecordedEnds(stationId)).toEqual([]);
    },
  );

  it('end with the first reading if the readings with which they began were deleted', async () => {
    const key = makePartitionKey('expired');
    const reading = (hour: number, temperature: number): Reading => ({
      stationId: 'expired',
      observedAt: START + hour * MS_PER_HOUR,
      temperature,
    });
    await expectStored(await openSink(parseTestRules(heat(30).yaml)), key, [reading(0, 20), reading(1, 31)]);
    await tables.stack.query(
      "DELETE r FROM reading r JOIN station s ON s.id = r.station_id WHERE s.station_id = 'expired'",
    );
    await expectStored(await openSink(parseTestRules(heat(30).yaml)), key, [reading(1_000, 20)]);
    expect(await openRules('expired')).toEqual([]);
    expect(await findUnrecordedEnds('expired')).toEqual([]);
  });

  it('of a station that sends nothing more stay open while there is a rule of their name', async () => {
    const reading = (stationId: string, temperature: number): Reading => ({
      stationId,
      observedAt: START,
      temperature,
    });
    await expectStored(await openSink(parseTestRules(heat(30).yaml)), makePartitionKey('gone'), [
      reading('gone', 31),
    ]);
    const raised = parseTestRules(heat(35).yaml);
    await resolveOrphanedAlerts(tables.database, raised, START);
    await expectStored(await openSink(raised), makePartitionKey('gone'), [reading('another', 20)]);
    expect(await openRules('gone')).toEqual(['heat']);
    const renamed = parseTestRules('rules: [{ name: heat-35, quantity: temperature, above: 35 }]');
    await resolveOrphanedAlerts(tables.database, renamed, START);
    expect(await openRules('gone')).toEqual([]);
    expect(await findUnrecordedEnds('gone')).toEqual([]);
  });

  it('that the clock has started stay open until a reading ends them', async () => {
    const silence = parseTestRules('rules: [{ name: silent, silence: 1h }]');
    const key = makePartitionKey('silent');
    const reading = (hour: number): Reading => ({
      stationId: 'silent',
      observedAt: START + hour * MS_PER_HOUR,
      temperature: 20,
    });
    await expectStored(await openSink(silence), key, [reading(0)]);
    await tables.stack.query(
      `INSERT INTO alert_episode (station_id, rule, started_at, severity, state, fired_at, peak_value, peak_at, reading_count)
       SELECT id, 'silent', '2026-01-01 01:00:00', 'info', 'firing', '2026-01-01 01:00:00', 3600, '2026-01-01 01:00:00', 0
       FROM station WHERE station_id = 'silent'`,
    );
    await expectStored(await openSink(silence), key, [reading(0)]);
    expect(await openRules('silent')).toEqual(['silent']);
    await expectStored(await openSink(silence), key, [reading(3)]);
    expect(await findRows('silent')).toEqual([
      { rule: 'silent', startedAt: '2026-01-01 01:00:00.000', state: 'resolved' },
    ]);
  });
});
