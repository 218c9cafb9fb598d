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
import { AccessErrors, type RequiredPermission } from './access-errors.ts';
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
/** Retries of kafkajs itself before `withRetry` counts the failure as an outage. */
const RETRIES_PER_CALL = 3;

/**
 * Loggers of kafkajs that report unreachable brokers; only the second reports a connection that an intermediary accepts and
 * closes again, such as a load balancer or Docker's proxy.
 */
const CONNECTION_LOGGERS = new Set(['Connection', 'BrokerPool']);
/** The prefix with which the second repeats a message of the first, so that one reason does not look like two. */
const REPEATED_PREFIX = /^Failed to connect to seed broker, trying another broker from the list: /;

/** Creates every client of kafkajs, with its settings and its log, and tracks whether Kafka answers. */
export class KafkaConnection {
  /** For calls within `withRetry`. */
  readonly kafka: kafkajs.Kafka;
  readonly availability: ClusterAvailability;
  /** The permissions of the app's user. */
  readonly access: AccessErrors;
  readonly #sockets = new BrokerSockets();
  readonly #mismatch: PortMismatch;

  /**
   * @param observer notified of outages of `kafka`, and by producers of those of `topic …`.
   * @throws ConfigurationError when the CA file cannot be read.
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
    this.access = new AccessErrors(config, logger);
    this.#mismatch = new PortMismatch(config);
    installPatches();
    this.kafka = this.#createClient(RETRIES_PER_CALL);
    if (config.saslMechanism === 'plain' && !config.tls)
      logger.warn('KAFKA_SASL_MECHANISM=plain with KAFKA_TLS=false sends the password unencrypted');
  }

  /**
   * Creates a client that retries without limit, for a producer whose batches only the client itself may resend: see
   * `IdempotentProducer`. It retries silently: `onRejected` gets the reason each time that Kafka responds with an error.
   */
  createRetryingClient(onRejected: (reason: string) => void): kafkajs.Kafka {
    return this.#createClient(Number.MAX_SAFE_INTEGER, onRejected);
  }

  /** Tracks by a consumer's requests whether Kafka answers; connections without an answer are destroyed. */
  observeConsumer(consumer: Consumer): void {
    consumer.on(consumer.events.REQUEST, () => this.availability.up());
    consumer.on(consumer.events.REQUEST_TIMEOUT, ({ payload }) => this.#onRequestTimeout(payload));
  }

  /** Does the same for a producer. */
  observeProducer(producer: Producer): void {
    producer.on(producer.events.REQUEST, () => this.availability.up());
    producer.on(producer.events.REQUEST_TIMEOUT, ({ payload }) => this.#onRequestTimeout(payload));
  }

  /**
   * Runs a call, and retries it during outages and while a permission is denied that was granted before.
   * @throws ConfigurationError when Kafka rejects the login, its certificate is not trusted, or the user lacks the permission
   * that the call requires; errors that are not transient as they are.
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

  /** Reports the failure of a connection, after probing the port where a setting may be the reason. */
  async #onConnectionFailure(reason: string): Promise<void> {
    this.availability.down(
      PortMismatch.isPossible(reason) ? await this.#mismatch.explainReason(reason) : reason,
    );
  }

  #onRequestTimeout({ apiName, broker }: { readonly apiName: string; readonly broker: string }): void {
    this.availability.down(`no response to ${apiName}`);
    this.#sockets.destroy(broker);
  }

  #createClient(retries: number, onRejected: (reason: string) => void = () => undefined): kafkajs.Kafka {
    const { clientId, brokers } = this.config;
    return new kafkajs.Kafka({
      clientId,
      brokers,
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      socketFactory: this.#sockets.open,
      retry: { initialRetryTime: FIRST_RETRY_MS, maxRetryTime: LAST_RETRY_MS, retries },
      logLevel: kafkajs.logLevel.INFO,
      logCreator: () => (entry) => this.#onLogEntry(entry, onRejected),
      ...security(this.config),
    });
  }

  /**
   * kafkajs logs every attempt while a broker is unreachable: its lines are for debugging, the availability logs each outage
   * once. A response with an error is a response.
   */
  #onLogEntry({ namespace, level, log }: LogEntry, onRejected: (reason: string) => void): void {
    if (level === kafkajs.logLevel.ERROR && CONNECTION_LOGGERS.has(namespace)) {
      // Its types promise a text, but it logs errors as well.
      const message = formatError(log.message);
      if (message.startsWith('Response')) {
        this.access.recordError(String(log['error']));
        onRejected(String(log['error']));
      } else void this.#onConnectionFailure(message.replace(REPEATED_PREFIX, ''));
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
