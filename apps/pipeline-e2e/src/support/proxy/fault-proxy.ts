import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Link, type Direction } from './link.ts';
import { Gate, type Conditions } from './pipe.ts';

const LOOPBACK = '127.0.0.1';
const DIRECTIONS: readonly Direction[] = ['toServer', 'toClient'];

/** A TCP proxy that injects network faults between an app and its server on this machine. */
export class FaultProxy {
  protected readonly links = new Set<Link>();
  readonly #server: Server;
  readonly #conditions = { toServer: healthyConditions(), toClient: healthyConditions() };
  #port = 0;

  protected constructor(private readonly targetPort: number) {
    this.#server = createServer({ pauseOnConnect: true }, (client) => this.#connect(client));
  }

  /** Listens on a free port and forwards every connection to the target. */
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

  /** Limits the bandwidth of every connection in both directions. */
  limitBandwidth(bytesPerSecond: number): void {
    for (const direction of DIRECTIONS) this.#conditions[direction].bytesPerSecond = bytesPerSecond;
  }

  /** Resets all open connections (RST); new ones work. */
  resetAll(): void {
    for (const link of this.links) link.reset();
  }

  /** Resets each open connection in the middle of its next response; returns after the first reset. */
  async resetMidResponse(): Promise<void> {
    await Promise.race([...this.links].map(({ toClient }) => toClient.resetMidChunk()));
  }

  /**
   * Holds back all bytes, on old and new connections, in one direction or both, and reports nothing to either side, like a
   * cut cable. The bytes are delivered after `heal`.
   */
  blackhole(directions: readonly Direction[] = DIRECTIONS): void {
    for (const direction of directions) this.#conditions[direction].gate.close();
  }

  /** Drops all bytes of the open connections in one direction, permanently; new connections work. */
  blackholeConnections(direction: Direction): void {
    for (const link of this.links) link[direction].blackhole();
  }

  /** Resets all connections and refuses new ones. */
  async refuse(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.resetAll();
    await closed;
  }

  /** Ends every fault, except that blackholed connections stay so. */
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

  /** A hook for subclasses that inspect the traffic. */
  protected onOpen(link: Link): void {
    this.links.add(link);
  }

  #connect(client: Socket): void {
    const server = connect({ port: this.targetPort, host: LOOPBACK, noDelay: true });
    client.setNoDelay(true);
    // An error ends a pipe, which handles it.
    for (const socket of [client, server]) socket.on('error', () => undefined);
    const link = new Link(client, server, this.#conditions);
    this.onOpen(link);
    void link.forward().finally(() => this.links.delete(link));
  }
}

function healthyConditions(): Conditions {
  return { latencyMs: 0, bytesPerSecond: Number.POSITIVE_INFINITY, gate: new Gate() };
}
