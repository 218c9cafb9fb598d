import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Gate } from './gate.ts';
import { Link, type Direction } from './link.ts';
import type { Conditions } from './pipe.ts';

const LOOPBACK = '127.0.0.1';
const DIRECTIONS: readonly Direction[] = ['toServer', 'toClient'];

/** A TCP proxy on this machine that makes the faults of a network between an app and its server. */
export class FaultProxy {
  protected readonly links = new Set<Link>();
  readonly #server: Server;
  readonly #conditions = { toServer: healthy(), toClient: healthy() };
  #port = 0;

  protected constructor(private readonly targetPort: number) {
    this.#server = createServer({ pauseOnConnect: true }, (client) => this.#connect(client));
  }

  /** Listens on a free port; every connection is carried on to the target. */
  static async listen(targetPort: number): Promise<FaultProxy> {
    const proxy = new FaultProxy(targetPort);
    await proxy.listen();
    return proxy;
  }

  get port(): number {
    return this.#port;
  }

  get connections(): number {
    return this.links.size;
  }

  /** Delays every chunk in both directions. */
  delay(latencyMs: number): void {
    for (const direction of DIRECTIONS) this.#conditions[direction].latencyMs = latencyMs;
  }

  /** Limits every connection in both directions. */
  throttle(bytesPerSecond: number): void {
    for (const direction of DIRECTIONS) this.#conditions[direction].bytesPerSecond = bytesPerSecond;
  }

  /** Closes all connections with a reset (RST); new ones are fine. */
  resetAll(): void {
    for (const link of this.links) link.reset();
  }

  /** The connections that are open now are reset in the middle of their next answer; returns when the first is. */
  async breakOffAnswers(): Promise<void> {
    await Promise.race([...this.links].map(({ toClient }) => toClient.breakOff()));
  }

  /**
   * Nothing gets through, on old connections and new ones, and nobody is told: a cable that is cut, in one direction or
   * in both. What was held goes on after `heal`.
   */
  blackHole(directions: readonly Direction[] = DIRECTIONS): void {
    for (const direction of directions) this.#conditions[direction].gate.close();
  }

  /** The connections that are open now lose everything in one direction, for good; new ones are fine. */
  severAll(direction: Direction): void {
    for (const link of this.links) link[direction].sever();
  }

  /** Resets all connections and refuses new ones. */
  async refuse(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.resetAll();
    await closed;
  }

  /** Ends every fault; severed connections stay severed. */
  async heal(): Promise<void> {
    for (const conditions of Object.values(this.#conditions)) {
      conditions.gate.open();
      conditions.latencyMs = 0;
      conditions.bytesPerSecond = Number.POSITIVE_INFINITY;
    }
    if (!this.#server.listening) await this.listen();
  }

  async close(): Promise<void> {
    await this.heal();
    await this.refuse();
  }

  protected async listen(): Promise<void> {
    this.#server.listen(this.#port, LOOPBACK);
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** For variants that look into what is sent. */
  protected opened(link: Link): void {
    this.links.add(link);
  }

  #connect(client: Socket): void {
    const server = connect({ port: this.targetPort, host: LOOPBACK, noDelay: true });
    client.setNoDelay(true);
    // An error ends a pipe; it is reported there.
    for (const socket of [client, server]) socket.on('error', () => undefined);
    const link = new Link(client, server, this.#conditions);
    this.opened(link);
    void link.carry().finally(() => this.links.delete(link));
  }
}

function healthy(): Conditions {
  return { latencyMs: 0, bytesPerSecond: Number.POSITIVE_INFINITY, gate: new Gate() };
}
