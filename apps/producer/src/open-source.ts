import { ConfigurationError, type Logger } from '@weather/service-runtime';
import type { ProducerConfig } from './producer-config.ts';
import type { Clock } from './sources/clock.ts';
import { FULL_SPEED } from './sources/pacer.ts';
import { openReplay } from './sources/replay/open-replay.ts';
import type { ReplayConfig } from './sources/replay/replay-config.ts';
import { openSimulator } from './sources/simulator/open-simulator.ts';
import type { SimulatorConfig } from './sources/simulator/simulator-config.ts';
import type { OnSkipped, Source } from './sources/source.ts';

interface SourceSettings {
  readonly producer: Readonly<ProducerConfig>;
  readonly simulator: Readonly<SimulatorConfig>;
  readonly replay: Readonly<ReplayConfig>;
}

/**
 * Opens the configured source.
 * @throws ConfigurationError for invalid settings or files.
 */
export async function openSource(
  settings: SourceSettings,
  context: { readonly clock: Clock; readonly logger: Logger; readonly onSkipped: OnSkipped },
): Promise<Source> {
  if (settings.producer.bufferFull === 'drop-oldest') requireLiveSource(settings);
  switch (settings.producer.source) {
    case 'simulator':
      return openSimulator(settings.simulator, context);
    case 'replay':
      return await openReplay(settings.replay, context);
  }
}

/** Only a full buffer slows a source at full speed down: dropping would lose most of its readings. */
function requireLiveSource({ producer, simulator }: SourceSettings): void {
  if (producer.source === 'simulator' && simulator.speed !== FULL_SPEED) return;
  const sent = producer.source === 'replay' ? 'SOURCE=replay' : `SIMULATION_SPEED=${FULL_SPEED}`;
  throw new ConfigurationError([
    { env: 'BUFFER_FULL', problem: `="drop-oldest" is invalid with ${sent}; expected block` },
  ]);
}
