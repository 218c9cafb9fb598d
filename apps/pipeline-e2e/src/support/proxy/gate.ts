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
