import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MOVES, SamplePipeline } from '../testing/sample-pipeline.ts';

const station = fc.constantFrom('a', 'b', 'c');
const step = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constant('move'), fc.constantFrom(...MOVES), station, fc.nat(3)) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('city'), station, fc.constantFrom('Paris', 'Lyon')) },
  { weight: 3, arbitrary: fc.tuple(fc.constant('drain'), fc.nat(4)) },
  { weight: 3, arbitrary: fc.tuple(fc.constant('notify')) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

function run(pipeline: SamplePipeline, steps: readonly Step[]): void {
  for (const [kind, ...rest] of steps) {
    if (kind === 'move') pipeline.move(...(rest as Parameters<SamplePipeline['move']>));
    else if (kind === 'city') pipeline.rename(...(rest as Parameters<SamplePipeline['rename']>));
    else if (kind === 'drain') pipeline.drainOutbox(rest[0] as number);
    else pipeline.notify();
  }
}

const MAX_MESSAGES = 1_000;

describe('the belief of a receiver', () => {
  it('is what fires once everything is sent, however late readings have changed the alerts', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 4 }), (steps, maxAlerts) => {
        const pipeline = new SamplePipeline(maxAlerts);
        run(pipeline, steps);
        pipeline.drainOutbox(Number.POSITIVE_INFINITY);
        let messages = 0;
        while (pipeline.notify() && messages < MAX_MESSAGES) messages += 1;
        expect(messages).toBeLessThan(MAX_MESSAGES);
        const believed = [...pipeline.believed.values()].filter(({ status }) => status === 'firing');
        expect(new Set(believed.map((alert) => alert.station))).toEqual(new Set(pipeline.firingStations));
        expect(believed.length).toBeLessThanOrEqual(pipeline.firingStations.length);
      }),
      { numRuns: 3_000 },
    );
  });

  it('goes through everything in order after the receiver was unreachable', () => {
    const pipeline = new SamplePipeline(10);
    for (const startedAt of [1, 2]) {
      pipeline.move('fire', 'a', startedAt);
      pipeline.move('end', 'a', startedAt);
    }
    pipeline.move('fire', 'a', 3);
    pipeline.drainOutbox(10);
    const statuses: string[] = [];
    while (pipeline.notify()) statuses.push(...[...pipeline.believed.values()].map(({ status }) => status));
    expect(statuses).toEqual(['firing', 'resolved', 'firing', 'resolved', 'firing']);
  });
});
