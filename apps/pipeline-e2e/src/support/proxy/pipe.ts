import { MS_PER_SECOND } from '@weather/weather-schema';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** The conditions of one direction, for every connection of a proxy; may change at any time. */
export interface Conditions {
  latencyMs: number;
  bytesPerSecond: number;
  readonly gate: Gate;
}

/** Inspects a chunk; the chunk is forwarded when the promise resolves. */
export type Inspector = (chunk: Buffer) => Promise<void>;

const HALF = 0.5;
/** Time for the first half to arrive: a reset discards bytes that have not been read yet. */
const ARRIVAL_MS = 50;

/** One direction of a connection. */
export class Pipe {
  inspect: Inspector | undefined;
  /** Holds back the bytes of this connection alone. */
  readonly gate = new Gate();
  #isBlackholed = false;
  #midChunkReset: PromiseWithResolvers<undefined> | undefined;
  readonly #ended = Promise.withResolvers<undefined>();

  constructor(
    private readonly from: Socket,
    private readonly to: Socket,
    private readonly conditions: Conditions,
  ) {}

  /** Drops all bytes from now on, and does not close the other side when this side closes: a half-open connection. */
  blackhole(): void {
    this.#isBlackholed = true;
  }

  /** Resets the other side (RST) once it has received half of the next chunk. */
  async resetMidChunk(): Promise<void> {
    this.#midChunkReset ??= Promise.withResolvers<undefined>();
    await this.#midChunkReset.promise;
  }

  /** Stops forwarding and drops the bytes that are held back. */
  end(): void {
    this.#ended.resolve(undefined);
  }

  /** Forwards bytes until this side closes. */
  async run(): Promise<void> {
    try {
      for await (const chunk of this.from.iterator({ destroyOnReturn: false }))
        await this.#forward(chunk as Buffer);
      await this.#untilOpen();
      if (!this.#isBlackholed) this.to.end();
    } catch {
      await this.#untilOpen();
      if (!this.#isBlackholed) this.to.destroy();
    }
  }

  async #forward(chunk: Buffer): Promise<void> {
    await this.inspect?.(chunk);
    const { latencyMs, bytesPerSecond } = this.conditions;
    const sendingMs = (chunk.length / bytesPerSecond) * MS_PER_SECOND;
    if (latencyMs + sendingMs > 0) await delay(latencyMs + sendingMs);
    await this.#untilOpen();
    if (this.#isBlackholed || this.to.destroyed) return;
    if (this.#midChunkReset !== undefined) {
      this.to.write(chunk.subarray(0, Math.floor(chunk.length * HALF)));
      await delay(ARRIVAL_MS);
      this.to.resetAndDestroy();
      this.from.destroy();
      this.#midChunkReset.resolve(undefined);
      return;
    }
    if (!this.to.write(chunk)) await Promise.race([once(this.to, 'drain'), once(this.to, 'close')]);
  }

  /** Waits for both gates, before closing as well: a cut network does not report a closed connection. */
  async #untilOpen(): Promise<void> {
    const open = Promise.all([this.gate.untilOpen(), this.conditions.gate.untilOpen()]);
    await Promise.race([open, this.#ended.promise]);
  }
}

/** A gate to wait at; initially open. */
export class Gate {
  #closed = Promise.withResolvers<undefined>();

  constructor() {
    this.open();
  }

  open(): void {
    this.#closed.resolve(undefined);
  }

  close(): void {
    this.#closed = Promise.withResolvers<undefined>();
  }

  /** Waits until the gate is open. */
  async untilOpen(): Promise<void> {
    await this.#closed.promise;
  }
}
