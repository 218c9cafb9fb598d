import { ConfigurationError, readSettingFile, retryOutages, type Logger } from '@weather/service-runtime';
import kafkajs, { type KafkaConfig as ClientConfig, type LogEntry, type SASLOptions } from 'kafkajs';
import { ClusterAvailability } from './cluster-availability.ts';
import type { KafkaConfig } from './kafka-config.ts';
import { isLoginRefused, isOutage } from './kafka-errors.ts';

const CONNECTION_TIMEOUT_MS = 3_000;
const REQUEST_TIMEOUT_MS = 15_000;
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 2_000;
/** What a call may retry by itself before `whenReachable` counts its failure as an outage. */
const RETRIES_PER_CALL = 3;

/** The one place where a kafkajs client is made: its settings, its log and whether Kafka answers. */
export class KafkaConnection {
  /** For calls that `whenReachable` repeats. */
  readonly kafka: kafkajs.Kafka;
  readonly availability: ClusterAvailability;

  /** @throws ConfigurationError when the file with the certificates cannot be read. */
  constructor(
    private readonly config: Readonly<KafkaConfig>,
    readonly logger: Logger,
  ) {
    this.availability = new ClusterAvailability(`Kafka at ${config.brokers.join(',')}`, logger);
    this.kafka = this.#client(RETRIES_PER_CALL);
  }

  /**
   * A client that never gives up, for a producer, whose batches only the client itself may repeat: see
   * `IdempotentProducer`. It repeats in silence: `onRefused` is told the reason each time that Kafka answers with an error.
   */
  persistentKafka(onRefused: (reason: string) => void): kafkajs.Kafka {
    return this.#client(Number.MAX_SAFE_INTEGER, onRefused);
  }

  /**
   * Runs a call until Kafka has answered it, waiting out any outage.
   * @throws ConfigurationError when Kafka refuses the login; other errors that are no outage as they are.
   */
  async whenReachable<T>(
    call: () => Promise<T>,
    options: { signal?: AbortSignal | undefined; onRetry?: () => Promise<void> } = {},
  ): Promise<T> {
    const { signal, onRetry } = options;
    try {
      return await retryOutages(call, {
        availability: this.availability,
        isOutage,
        ...(signal && { signal }),
        ...(onRetry && { onRetry }),
      });
    } catch (error) {
      if (!isLoginRefused(error)) throw error;
      const { saslUsername, brokers } = this.config;
      throw ConfigurationError.of(
        'KAFKA_SASL_PASSWORD',
        `Kafka at ${brokers.join(',')} refuses the login of KAFKA_SASL_USERNAME="${saslUsername ?? ''}"`,
      );
    }
  }

  #client(retries: number, onRefused: (reason: string) => void = () => undefined): kafkajs.Kafka {
    const { clientId, brokers } = this.config;
    return new kafkajs.Kafka({
      clientId,
      brokers,
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      retry: { initialRetryTime: FIRST_RETRY_MS, maxRetryTime: LAST_RETRY_MS, retries },
      logLevel: kafkajs.logLevel.INFO,
      logCreator: () => (entry) => this.#note(entry, onRefused),
      ...security(this.config),
    });
  }

  /**
   * The client repeats itself while a broker is away: its lines are for debugging, the availability is the news. An
   * answer that reports an error is an answer.
   */
  #note({ namespace, level, log }: LogEntry, onRefused: (reason: string) => void): void {
    if (level === kafkajs.logLevel.ERROR && namespace === 'Connection') {
      if (log.message.startsWith('Response')) onRefused(String(log['error']));
      else this.availability.down(log.message);
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
    tlsCaPath === undefined ? tls : tls && { ca: [readSettingFile('KAFKA_TLS_CA_PATH', tlsCaPath)] };
  if (saslMechanism === 'none') return { ssl };
  return {
    ssl,
    sasl: { mechanism: saslMechanism, username: saslUsername, password: saslPassword } as SASLOptions,
  };
}
