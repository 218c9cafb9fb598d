import { signal, type Signal } from '@preact/signals';
import type { LiveEvents, LiveReading } from '../../contract/events.ts';
import type { DeadLetter, PipelineState, Settings } from '../../contract/pipeline.ts';
import type { Connection } from './connection.ts';
import { Listeners } from './listeners.ts';
import type { Station } from './station.ts';

/** Episodes that began, changed or ended, and those that are none any more. */
export type AlertChanges = LiveEvents['alerts'];

/** What the page knows. The parts of the page read it; what comes from the server changes it. */
export class LiveStore {
  /** Epoch ms, each second. */
  readonly now: Signal<number>;
  readonly connection: Signal<Connection>;
  readonly settings: Signal<Settings | null> = signal(null);
  readonly stations: Signal<ReadonlyMap<string, Station>> = signal(new Map<string, Station>());
  /** Whether the server has more stations than the page shows. */
  readonly hasMoreStations = signal(false);
  readonly pipeline: Signal<PipelineState | null> = signal(null);
  /** The states of the last minutes, the oldest first. */
  readonly pipelineHistory: Signal<readonly PipelineState[]> = signal([]);
  readonly deadLetters: Signal<readonly DeadLetter[]> = signal([]);
  /** Counts how often events were missed: what is shown has to be loaded anew. */
  readonly generation = signal(0);
  /** Why the first load failed, until it has succeeded. */
  readonly loadError: Signal<string | null> = signal(null);

  readonly onReadings = new Listeners<readonly LiveReading[]>();
  readonly onAlerts = new Listeners<AlertChanges>();

  constructor(now: number) {
    this.now = signal(now);
    this.connection = signal({ state: 'connecting', since: now });
  }
}
