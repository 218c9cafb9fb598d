import { createContext, runInContext } from 'node:vm';
import { expect, it } from '@jest/globals';
import { build } from 'esbuild';

/** Evaluates a batch with one late reading in a context without Node; the bundle is the global `core`. */
const SCRIPT = `
  const evaluator = new core.ReadingEvaluator(core.defaultRules(30));
  const state = new core.StationState(1, 'a', evaluator.initialState('a'));
  const reading = (minute, temperature) => ({ stationId: 'a', observedAt: minute * 60000, temperature });
  const readings = [reading(1, 20), reading(3, 31), reading(2, 25)];
  const input = { readings, states: [state, state, state] };
  const options = { evaluator, allowedLatenessMs: 3600000, now: 600000 };
  const inOrder = core.evaluateInOrder(input, options);
  const [ofStation] = core.groupOutOfOrder(input.states, inOrder);
  const merged = core.mergeOutOfOrder(evaluator, ofStation, { readings, evaluated: inOrder.evaluated }, new Map());
  const initial = core.restoreState(evaluator, state, { at: undefined, state: undefined }, []);
  const result = core.reevaluateStation(evaluator, { state: initial, stored: [], batch: merged.readings, alerts: [] });
  const reevaluated = [{ ...result, state: initial, from: merged.reevaluateFrom, checkpointAt: 0 }];
  const effects = core.collectEffects(readings, inOrder, { merged: [merged], reevaluated }, {
    isExceedance: ({ temperature }) => temperature > 30,
    getKey: () => 1,
  });
  JSON.stringify({
    rows: effects.rows.map(({ reading, quality }) => [reading.observedAt / 60000, core.getFlag(quality, 'temperature')]),
    exceedances: effects.newExceedances.length,
    alerts: effects.reevaluated[0].alerts.map(({ rule, state }) => [rule, state]),
    dirty: effects.dirty.days().length,
  });
`;

it('weather-rules runs on a JavaScript engine without Node', async () => {
  const { outputFiles } = await build({
    entryPoints: [new URL('./index.ts', import.meta.url).pathname],
    bundle: true,
    write: false,
    platform: 'neutral',
    format: 'iife',
    globalName: 'core',
    target: 'es2022',
  });
  const code = outputFiles[0]?.text ?? '';
  expect(code).not.toContain('node:');
  expect(JSON.parse(runInContext(`${code};${SCRIPT}`, createContext({})) as string)).toEqual({
    rows: [
      [1, 0],
      [3, 2],
      [2, 2],
    ],
    exceedances: 1,
    alerts: [],
    dirty: 1,
  });
});
