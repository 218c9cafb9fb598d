import {
  NO_OP_OBSERVER,
  readCertificates,
  formatError,
  withRetry,
  type Logger,
  type ServiceObserver,
} from '@weather/service-runtime';
import kafkajs, {
  type Consumer,
  type KafkaConfig as ClientConfig,
  type LogEntry,
  type Producer,
  type SASLOptions,
} from 'kafkajs';
import { KafkaAccess, type RequiredPermission } from './kafka-access.ts';
import { BrokerSockets } from '../kafkajs-patches/broker-sockets.ts';
import { ClusterAvailability } from './cluster-availability.ts';
import type { KafkaConfig } from '../config/kafka-config.ts';
import { isTransient } from './kafka-errors.ts';
import { PortMismatch } from './port-mismatch.ts';
import { installPatches } from '../kafkajs-patches/install.ts';

const CONNECTION_TIMEOUT_MS = 3_000;
const REQUEST_TIMEOUT_MS = 15_000;
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 2_000;
/** What a call may retry by itself before `withRetry` counts its failure as an outage. */
const RETRIES_PER_CALL = 3;

/**
 * Parts of kafkajs that report brokers that are away; the second is the only one to speak of a connection that somebody
 * between accepts and closes again, such as a load balancer or Docker's proxy.
 */
const SPEAK_OF_CONNECTIONS = new Set(['Connection', 'BrokerPool']);
/** The second repeats what the first has said: one reason is not to be taken for two in turns. */
const REPEATED = /^Failed to connect to seed broker, trying another broker from the list: /;

/** The one place where a kafkajs client is made: its settings, its log and whether Kafka answers. */
export class KafkaConnection {
  /** For calls that `withRetry` repeats. */
  readonly kafka: kafkajs.Kafka;
  readonly availability: ClusterAvailability;
  /** What Kafka allows the app's user. */
  readonly access: KafkaAccess;
  readonly #sockets = new BrokerSockets();
  readonly #mismatch: PortMismatch;

  /**
   * @param observer told of outages of `kafka`, and of those of `topic …` by what sends to one.
   * @throws ConfigurationError when the file with the certificates cannot be read.
   */
  constructor(
    private readonly config: Readonly<KafkaConfig>,
    readonly logger: Logger,
    readonly observer: ServiceObserver = NO_OP_OBSERVER,
  ) {
    this.availability = new ClusterAvailability(`Kafka at ${config.brokers.join(',')}`, logger, {
      observer,
      observedAs: 'kafka',
    });
    this.access = new KafkaAccess(config, logger);
    this.#mismatch = new PortMismatch(config);
    installPatches();
    this.kafka = this.#createClient(RETRIES_PER_CALL);
    if (config.saslMechanism === 'plain' && !config.tls)
      logger.warn(
        'KAFKA_SASL_MECHANISM=plain with KAFKA_TLS=false: the password goes over the network in clear',
      );
  }

  /**
   * A client that never gives up, for a producer, whose batches only the client itself may repeat: see
   * `IdempotentProducer`. It repeats in silence: `onRefused` is told the reason each time that Kafka answers with an error.
   */
  createRetryingClient(onRefused: (reason: string) => void): kafkajs.Kafka {
    return this.#createClient(Number.MAX_SAFE_INTEGER, onRefused);
  }

  /** Learns from a consumer's requests whether Kafka answers; connections on which it does not are given up. */
  observeConsumer(consumer: Consumer): void {
    consumer.on(consumer.events.REQUEST, () => this.availability.up());
    consumer.on(consumer.events.REQUEST_TIMEOUT, ({ payload }) => this.#onRequestTimeout(payload));
  }

  /** The same for a producer. */
  observeProducer(producer: Producer): void {
    producer.on(producer.events.REQUEST, () => this.availability.up());
    producer.on(producer.events.REQUEST_TIMEOUT, ({ payload }) => this.#onRequestTimeout(payload));
  }

  /**
   * Runs a call until Kafka has answered it, waiting out any outage, and what it refuses although it was allowed before.
   * @throws ConfigurationError when Kafka refuses the login, its certificate is not trusted, or the user has not the right
   * that the call needs; other errors that are no outage as they are.
   */
  async withRetry<T>(
    call: () => Promise<T>,
    options: {
      signal?: AbortSignal | undefined;
      onRetry?: () => Promise<void>;
      right?: RequiredPermission;
    } = {},
  ): Promise<T> {
    const { signal, onRetry, right } = options;
    const { access } = this;
    try {
      const result = await withRetry(() => this.#explainErrors(call), {
        availability: this.availability,
        isTransient: (error) =>
          access.isAccessError(error) ? access.isRevoked(error, right) : isTransient(error),
        ...(signal && { signal }),
        onRetry: async (error) => {
          if (access.isAccessError(error)) access.recordRevoked(error, right);
          await onRetry?.();
        },
      });
      access.recordAllowed(right);
      return result;
    } catch (error) {
      throw access.isAccessError(error) ? access.toConfigurationError(error, right) : error;
    }
  }

  async #explainErrors<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      throw isTransient(error) ? await this.#mismatch.explainError(error) : error;
    }
  }

  /** A connection failed: at once, unless a setting may be the reason, which takes a moment to find out. */
  async #onConnectionFailure(reason: string): Promise<void> {
    this.availability.down(
      PortMismatch.isPossible(reason) ? await this.#mismatch.explainReason(reason) : reason,
    );
  }

  #onRequestTimeout({ apiName, broker }: { readonly apiName: string; readonly broker: string }): void {
    this.availability.down(`no answer to ${apiName}`);
    this.#sockets.destroy(broker);
  }

  #createClient(retries: number, onRefused: (reason: string) => void = () => undefined): kafkajs.Kafka {
    const { clientId, brokers } = this.config;
    return new kafkajs.Kafka({
      clientId,
      brokers,
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      socketFactory: this.#sockets.open,
      retry: { initialRetryTime: FIRST_RETRY_MS, maxRetryTime: LAST_RETRY_MS, retries },
      logLevel: kafkajs.logLevel.INFO,
      logCreator: () => (entry) => this.#onLogEntry(entry, onRefused),
      ...security(this.config),
    });
  }

  /**
   * The client repeats itself while a broker is away: its lines are for debugging, the availability is the news. An
   * answer that reports an error is an answer.
   */
  #onLogEntry({ namespace, level, log }: LogEntry, onRefused: (reason: string) => void): void {
    if (level === kafkajs.logLevel.ERROR && SPEAK_OF_CONNECTIONS.has(namespace)) {
      // Where its types promise a text, it also logs errors.
      const message = formatError(log.message);
      if (message.startsWith('Response')) {
        this.access.recordError(String(log['error']));
        onRefused(String(log['error']));
      } else void this.#onConnectionFailure(message.replace(REPEATED, ''));
    }
    if (!this.logger.isLevelEnabled('debug')) return;
    this.logger.debug(`kafkajs: ${log.message}`, { namespace, groupId: log['groupId'] as unknown });
  }
}

function security({
  tls,
  tlsCaPath,
  saslMechanism,
  saslUsername,
  saslPassword,
}: Readonly<KafkaConfig>): Partial<ClientConfig> {
  const ssl =
    tlsCaPath === undefined ? tls : tls && { ca: [readCertificates('KAFKA_TLS_CA_PATH', tlsCaPath)] };
  if (saslMechanism === 'none') return { ssl };
  return {
    ssl,
    sasl: { mechanism: saslMechanism, username: saslUsername, password: saslPassword } as SASLOptions,
  };
}
