import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Gate } from './gate.ts';

/** What a proxy does to the bytes of one direction, on every connection; changed while they flow. */
export interface Conditions {
  latencyMs: number;
  bytesPerSecond: number;
  readonly gate: Gate;
}

/** Looks at a chunk before it goes on; it goes on when the promise is resolved. */
export type Inspector = (chunk: Buffer) => Promise<void>;

const MS_PER_SECOND = 1_000;
const HALF = 0.5;
/** A reset overtakes what has not been read yet. */
const ARRIVED_MS = 50;

/** One direction of a connection. */
export class Pipe {
  inspect: Inspector | undefined;
  /** Holds back the bytes of this connection alone. */
  readonly gate = new Gate();
  #severed = false;
  #breakingOff: PromiseWithResolvers<undefined> | undefined;
  readonly #ended = Promise.withResolvers<undefined>();

  constructor(
    private readonly from: Socket,
    private readonly to: Socket,
    private readonly conditions: Conditions,
  ) {}

  /** From now on bytes vanish, and the other side is not told when this side closes: one half of a half-open connection. */
  sever(): void {
    this.#severed = true;
  }

  /** The other side sees a reset (RST) once it has half of the next chunk. */
  async breakOff(): Promise<void> {
    this.#breakingOff ??= Promise.withResolvers<undefined>();
    await this.#breakingOff.promise;
  }

  /** Nothing more goes through; what is held is dropped. */
  end(): void {
    this.#ended.resolve(undefined);
  }

  async run(): Promise<void> {
    try {
      for await (const chunk of this.from.iterator({ destroyOnReturn: false }))
        await this.#pass(chunk as Buffer);
      await this.#held();
      if (!this.#severed) this.to.end();
    } catch {
      await this.#held();
      if (!this.#severed) this.to.destroy();
    }
  }

  async #pass(chunk: Buffer): Promise<void> {
    await this.inspect?.(chunk);
    const { latencyMs, bytesPerSecond } = this.conditions;
    const sendingMs = (chunk.length / bytesPerSecond) * MS_PER_SECOND;
    if (latencyMs + sendingMs > 0) await delay(latencyMs + sendingMs);
    await this.#held();
    if (this.#severed || this.to.destroyed) return;
    if (this.#breakingOff !== undefined) {
      this.to.write(chunk.subarray(0, Math.floor(chunk.length * HALF)));
      await delay(ARRIVED_MS);
      this.to.resetAndDestroy();
      this.from.destroy();
      this.#breakingOff.resolve(undefined);
      return;
    }
    if (!this.to.write(chunk)) await Promise.race([once(this.to, 'drain'), once(this.to, 'close')]);
  }

  /** A network that is cut tells nobody of a closed connection either. */
  async #held(): Promise<void> {
    const open = Promise.all([this.gate.passed(), this.conditions.gate.passed()]);
    await Promise.race([open, this.#ended.promise]);
  }
}
