/** Something to wait at: open at first. */
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

  /** Returns while the gate is open; later, if it is closed now. */
  async passed(): Promise<void> {
    await this.#closed.promise;
  }
}
