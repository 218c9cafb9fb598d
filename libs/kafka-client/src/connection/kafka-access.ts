import {
  Availability,
  ConfigurationError,
  isUntrustedCertificate,
  formatError,
  type Logger,
} from '@weather/service-runtime';
import type { KafkaConfig } from '../config/kafka-config.ts';
import {
  isCoordinatorNotFound,
  isLoginRejected,
  isMechanismRejected,
  isUnauthorized,
} from './kafka-errors.ts';

/** A right that a call needs, as Kafka's ACLs name it, and the setting that says what it is on. */
export interface RequiredPermission {
  readonly operation: 'Describe' | 'Read' | 'Write' | 'Create' | 'DescribeConfigs and AlterConfigs';
  /** For example `topic "weather_data"`. */
  readonly resource: string;
  readonly setting?: string;
}

/** A right on a topic. */
export function topicPermission(
  operation: RequiredPermission['operation'],
  topic: string,
): RequiredPermission {
  return { operation, resource: `topic "${topic}"` };
}

/** What a member of a group needs; which of the two it lacks, Kafka's own words say. */
export function groupPermission(groupId: string, topic: string): RequiredPermission {
  return {
    operation: 'Read',
    resource: `group "${groupId}" or topic "${topic}"`,
    setting: 'KAFKA_GROUP_ID',
  };
}

const TO_CONNECT = 'to connect';
/** The texts of kafkajs for its four kinds of missing rights. */
const MISSING_RIGHT_TEXT = /authorization failed/i;
const OF_COORDINATOR = /group|transactional/i;

/**
 * Tells what Kafka refuses for good from what was allowed before and is waited for: a right that is missing at the start
 * has to be given, one that is taken away while the app runs comes back. The same for logins and certificates.
 */
export class KafkaAccess {
  readonly #refused: Availability;
  readonly #allowed = new Set<string>();
  readonly #waitedFor = new Set<string>();
  /** What brokers have answered of late; kafkajs keeps it from those who look for a coordinator. */
  #lastRefusal: string | undefined;

  constructor(
    private readonly config: Readonly<KafkaConfig>,
    logger: Logger,
  ) {
    this.#refused = new Availability(`access to Kafka as KAFKA_SASL_USERNAME="${this.#user}"`, logger);
  }

  /** A broker has answered with an error. */
  recordError(reason: string): void {
    if (MISSING_RIGHT_TEXT.test(reason)) this.#lastRefusal = reason;
  }

  /** A call was allowed. */
  recordAllowed(right?: RequiredPermission): void {
    for (const name of [TO_CONNECT, nameOf(right)]) {
      this.#allowed.add(name);
      this.#waitedFor.delete(name);
    }
    this.#lastRefusal = undefined;
    if (this.#waitedFor.size === 0) this.#refused.up();
  }

  /** Whether an error is a refusal of something that was allowed before. */
  isRevoked(error: unknown, right?: RequiredPermission): boolean {
    return this.isAccessError(error) && this.#allowed.has(this.#nameOf(error, right));
  }

  /** Says that a refusal is waited for. */
  recordRevoked(error: unknown, right?: RequiredPermission): void {
    this.#waitedFor.add(this.#nameOf(error, right));
    this.#refused.down(this.#explain(error, right).problem);
  }

  isAccessError(error: unknown): boolean {
    const isOfLogin = isLoginRejected(error) || isMechanismRejected(error) || isUntrustedCertificate(error);
    return isOfLogin || this.#isOfRight(error);
  }

  /** @returns a refusal in words that name right, user and setting. */
  toConfigurationError(error: unknown, right?: RequiredPermission): ConfigurationError {
    const { setting, problem } = this.#explain(error, right);
    return ConfigurationError.of(setting, problem);
  }

  get #user(): string {
    return this.config.saslUsername ?? '';
  }

  #nameOf(error: unknown, right?: RequiredPermission): string {
    return this.#isOfRight(error) ? nameOf(right) : TO_CONNECT;
  }

  #isOfRight(error: unknown): boolean {
    const isOfCoordinator = isCoordinatorNotFound(error) && OF_COORDINATOR.test(this.#lastRefusal ?? '');
    return isOfCoordinator || isUnauthorized(error);
  }

  #explain(
    error: unknown,
    right?: RequiredPermission,
  ): { readonly setting: string; readonly problem: string } {
    const kafka = `Kafka at ${this.config.brokers.join(',')}`;
    const user = `KAFKA_SASL_USERNAME="${this.#user}"`;
    if (isMechanismRejected(error))
      return {
        setting: 'KAFKA_SASL_MECHANISM',
        problem: `${kafka} does not take the mechanism ${this.config.saslMechanism} for ${user}: ${formatError(error)}`,
      };
    if (isLoginRejected(error))
      return { setting: 'KAFKA_SASL_PASSWORD', problem: `${kafka} refuses the login of ${user}` };
    if (this.#isOfRight(error)) {
      const reason = isUnauthorized(error) ? formatError(error) : this.#lastRefusal;
      const missing =
        right === undefined ? 'a right' : `the right to ${right.operation} on ${right.resource}`;
      return {
        setting: right?.setting ?? 'KAFKA_SASL_USERNAME',
        problem: `${kafka} does not give ${user} ${missing}: ${reason}`,
      };
    }
    return {
      setting: 'KAFKA_TLS_CA_PATH',
      problem: `${kafka} shows a certificate that is not trusted: ${formatError(error)}`,
    };
  }
}

function nameOf(right: RequiredPermission | undefined): string {
  return right === undefined ? TO_CONNECT : `${right.operation} ${right.resource}`;
}
