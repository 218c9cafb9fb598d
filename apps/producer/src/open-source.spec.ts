import { describe, expect, it } from '@jest/globals';
import { silentLogger } from '@weather/service-runtime';
import { openSource } from './open-source.ts';
import { ProducerConfig } from './producer-config.ts';
import { systemClock } from './sources/clock.ts';
import { ReplayConfig } from './sources/replay/replay-config.ts';
import { SimulatorConfig } from './sources/simulator/simulator-config.ts';

function open(producer: Partial<ProducerConfig>, speed = '1'): Promise<unknown> {
  return openSource(
    {
      producer: Object.assign(new ProducerConfig(), { bufferFull: 'drop-oldest', ...producer }),
      simulator: Object.assign(new SimulatorConfig(), { speed }),
      replay: new ReplayConfig(),
    },
    { clock: systemClock, logger: silentLogger(), onSkipped: () => undefined },
  );
}

describe('openSource', () => {
  it('allows a full buffer to drop readings of a source in real time', async () => {
    await expect(open({})).resolves.toBeDefined();
  });

  it('refuses to drop readings of a source at full speed', async () => {
    const message = 'BUFFER_FULL="drop-oldest" is invalid with';
    await expect(open({ source: 'replay' })).rejects.toThrow(`${message} SOURCE=replay; expected block`);
    await expect(open({}, 'max')).rejects.toThrow(`${message} SIMULATION_SPEED=max; expected block`);
  });
});
