import { freePort, type DevStackOptions } from '@weather/dev-stack';
import { silentLogger } from '@weather/service-runtime';
import { WEATHER_TOPIC } from '@weather/weather-schema';
import type { AppProcess } from '../stack/app-process.ts';
import { runAllSteps } from '../stack/run-all-steps.ts';
import { TestStack } from '../stack/test-stack.ts';
import { faultSettings } from './fault-settings.ts';
import { SeededLoad } from '../load/seeded-load.ts';
import { Oracle } from '../oracle/oracle.ts';
import { TopicTail } from '../oracle/topic-tail.ts';
import { FaultProxy } from '../proxy/fault-proxy.ts';
import { MysqlProxy } from '../proxy/mysql-proxy.ts';

export type FaultStackOptions = Partial<Omit<DevStackOptions, 'ports' | 'logger' | 'dataDirectory'>>;

const LOOPBACK = '127.0.0.1';
/** Small batches, so that a fault hits one of many. */
const CONSUMER_ENVIRONMENT = { KAFKA_PARTITION_FETCH_BYTES: '65536' };

/**
 * A test stack whose apps reach Kafka and the database through proxies, with a load that bypasses them and the oracle.
 */
export class FaultStack {
  readonly tail: TopicTail;
  readonly oracle: Oracle;
  readonly #addedLinks: MysqlProxy[] = [];
  #group = 1;
  #isStopped = false;

  private constructor(
    readonly stack: TestStack,
    /** Between the apps and Kafka: the broker advertises the address of the proxy to them. */
    readonly kafkaLink: FaultProxy,
    /** Between the consumers and the database. */
    readonly databaseLink: MysqlProxy,
    readonly load: SeededLoad,
  ) {
    this.tail = new TopicTail(stack.servers);
    this.oracle = new Oracle({ stack, load, tail: this.tail });
  }

  /**
   * Starts the servers and the proxies and runs the migrator. The brokers of a cluster advertise their own addresses, so
   * the apps reach a cluster directly.
   */
  static async start(options: FaultStackOptions = {}): Promise<FaultStack> {
    const [kafka, proxiedKafka, mysql] = await Promise.all([freePort(), freePort(), freePort()]);
    const kafkaLink = await FaultProxy.listen(proxiedKafka);
    const isCluster = (options.brokers ?? 1) > 1;
    const listeners = { direct: kafka, proxied: proxiedKafka, advertised: kafkaLink.port };
    const stack = await TestStack.start({
      ...options,
      ports: { zookeeper: 0, kafka, mysql },
      kafkaSettings: { ...(isCluster ? {} : listenerSettings(listeners)), ...options.kafkaSettings },
      logger: silentLogger(),
    });
    const load = await stack.orStop(async () => {
      await stack.migrate('up');
      return await SeededLoad.connect({
        brokers: stack.servers.brokers,
        topic: WEATHER_TOPIC,
        seed: faultSettings().seed,
      });
    });
    const faults = new FaultStack(stack, kafkaLink, await MysqlProxy.listen(mysql), load);
    faults.tail.start();
    return faults;
  }

  /** The group of the consumers that are started from now on. */
  get group(): string {
    return `faults-${this.#group}`;
  }

  /** The variables that lead an app through the proxies. */
  get environment(): Readonly<Record<string, string>> {
    const { kafkas, brokers } = this.stack.servers;
    return {
      KAFKA_BROKERS: kafkas.length > 1 ? brokers.join(',') : `${LOOPBACK}:${this.kafkaLink.port}`,
      MYSQL_PORT: String(this.databaseLink.port),
    };
  }

  consumer(environment: Readonly<Record<string, string>> = {}, nodeOptions?: readonly string[]): AppProcess {
    const all = {
      ...this.environment,
      ...CONSUMER_ENVIRONMENT,
      KAFKA_GROUP_ID: this.group,
      ...environment,
    };
    return this.stack.app('consumer', all, [], nodeOptions);
  }

  /** Opens a separate proxy to the database for one consumer: start it with `MYSQL_PORT` set to the proxy's port. */
  async addDatabaseLink(): Promise<MysqlProxy> {
    const link = await MysqlProxy.listen(this.stack.servers.mysql.port);
    this.#addedLinks.push(link);
    return link;
  }

  /** Ends every network fault and restarts every server, whatever state a failed case left behind. */
  async heal(): Promise<void> {
    await Promise.all([this.kafkaLink, this.databaseLink, ...this.#addedLinks].map((link) => link.heal()));
    const { coordinator, kafkas, database } = this.stack.servers;
    for (const server of [coordinator, ...kafkas, database]) {
      // A case that has timed out may still heal while the stack is stopped.
      if (this.#isStopped) return;
      server.resume();
      await server.start();
    }
  }

  /**
   * Lets the next consumers continue in a new group from the offsets of this one, so that they need not wait until the
   * session of a killed member has timed out.
   */
  async renameGroup(): Promise<void> {
    const before = this.group;
    this.#group++;
    await this.stack.query('UPDATE consumer_offset SET consumer_group = ? WHERE consumer_group = ?', [
      this.group,
      before,
    ]);
  }

  async stop(): Promise<void> {
    await runAllSteps([
      () => this.heal(),
      () => this.load.close(),
      () => this.tail.stop(),
      () => (this.#isStopped = true),
      () => this.stack.stop(),
      ...[this.kafkaLink, this.databaseLink, ...this.#addedLinks].map((link) => () => link.close()),
    ]);
  }
}

/** One listener for the load and the tools, and one for the apps that advertises the address of the proxy. */
function listenerSettings(ports: {
  direct: number;
  proxied: number;
  advertised: number;
}): Record<string, string> {
  const direct = `PLAINTEXT://${LOOPBACK}:${ports.direct}`;
  return {
    listeners: `${direct},PROXIED://${LOOPBACK}:${ports.proxied}`,
    'advertised.listeners': `${direct},PROXIED://${LOOPBACK}:${ports.advertised}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT',
    'inter.broker.listener.name': 'PLAINTEXT',
  };
}
