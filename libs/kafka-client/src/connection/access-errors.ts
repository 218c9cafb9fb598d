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

/** A permission that a call requires, in the terms of Kafka's ACLs, and the setting that names its resource. */
export interface RequiredPermission {
  readonly operation: 'Describe' | 'Read' | 'Write' | 'Create' | 'DescribeConfigs and AlterConfigs';
  /** For example `topic "weather_data"`. */
  readonly resource: string;
  readonly setting?: string;
}

/** A permission on a topic. */
export function topicPermission(
  operation: RequiredPermission['operation'],
  topic: string,
): RequiredPermission {
  return { operation, resource: `topic "${topic}"` };
}

/** The permission of a group member; Kafka's error says which of the two is missing. */
export function groupPermission(groupId: string, topic: string): RequiredPermission {
  return {
    operation: 'Read',
    resource: `group "${groupId}" or topic "${topic}"`,
    setting: 'KAFKA_GROUP_ID',
  };
}

const CONNECT = 'connect';
/** Matches the texts of kafkajs for its four kinds of missing permissions. */
const UNAUTHORIZED_TEXT = /authorization failed/i;
const COORDINATOR_TEXT = /group|transactional/i;

/**
 * Distinguishes permissions, logins and certificates that Kafka has never accepted, which need operator action, from those that
 * it accepted before: a permission that is revoked while the app runs is retried until it is granted again.
 */
export class AccessErrors {
  readonly #availability: Availability;
  readonly #allowed = new Set<string>();
  readonly #revoked = new Set<string>();
  /** The latest error of a broker, which kafkajs omits from errors about coordinators. */
  #lastError: string | undefined;

  constructor(
    private readonly config: Readonly<KafkaConfig>,
    logger: Logger,
  ) {
    this.#availability = new Availability(`access to Kafka as KAFKA_SASL_USERNAME="${this.#user}"`, logger);
  }

  /** Records that a broker has responded with an error. */
  recordError(reason: string): void {
    if (UNAUTHORIZED_TEXT.test(reason)) this.#lastError = reason;
  }

  /** Records that a call was allowed. */
  recordAllowed(permission?: RequiredPermission): void {
    for (const name of [CONNECT, formatPermission(permission)]) {
      this.#allowed.add(name);
      this.#revoked.delete(name);
    }
    this.#lastError = undefined;
    if (this.#revoked.size === 0) this.#availability.up();
  }

  /** Whether an error denies something that was allowed before. */
  isRevoked(error: unknown, permission?: RequiredPermission): boolean {
    return this.isAccessError(error) && this.#allowed.has(this.#formatDenied(error, permission));
  }

  /** Records that a permission is retried until it is granted again. */
  recordRevoked(error: unknown, permission?: RequiredPermission): void {
    this.#revoked.add(this.#formatDenied(error, permission));
    this.#availability.down(this.#explain(error, permission).problem);
  }

  isAccessError(error: unknown): boolean {
    const isLoginError =
      isLoginRejected(error) || isMechanismRejected(error) || isUntrustedCertificate(error);
    return isLoginError || this.#isPermissionError(error);
  }

  /** @returns an error that names permission, user and setting. */
  toConfigurationError(error: unknown, permission?: RequiredPermission): ConfigurationError {
    const { setting, problem } = this.#explain(error, permission);
    return ConfigurationError.of(setting, problem);
  }

  get #user(): string {
    return this.config.saslUsername ?? '';
  }

  #formatDenied(error: unknown, permission?: RequiredPermission): string {
    return this.#isPermissionError(error) ? formatPermission(permission) : CONNECT;
  }

  #isPermissionError(error: unknown): boolean {
    const isCoordinatorError = isCoordinatorNotFound(error) && COORDINATOR_TEXT.test(this.#lastError ?? '');
    return isCoordinatorError || isUnauthorized(error);
  }

  #explain(
    error: unknown,
    permission?: RequiredPermission,
  ): { readonly setting: string; readonly problem: string } {
    const kafka = `Kafka at ${this.config.brokers.join(',')}`;
    const user = `KAFKA_SASL_USERNAME="${this.#user}"`;
    if (isMechanismRejected(error))
      return {
        setting: 'KAFKA_SASL_MECHANISM',
        problem: `${kafka} does not support the mechanism ${this.config.saslMechanism} for ${user}: ${formatError(error)}`,
      };
    if (isLoginRejected(error))
      return { setting: 'KAFKA_SASL_PASSWORD', problem: `${kafka} rejects the login of ${user}` };
    if (this.#isPermissionError(error)) {
      const reason = isUnauthorized(error) ? formatError(error) : this.#lastError;
      const denied =
        permission === undefined ? 'a permission' : `${permission.operation} on ${permission.resource}`;
      return {
        setting: permission?.setting ?? 'KAFKA_SASL_USERNAME',
        problem: `${kafka} denies ${user} ${denied}: ${reason}`,
      };
    }
    return {
      setting: 'KAFKA_TLS_CA_PATH',
      problem: `${kafka} presents a certificate that is not trusted: ${formatError(error)}`,
    };
  }
}

function formatPermission(permission: RequiredPermission | undefined): string {
  return permission === undefined ? CONNECT : `${permission.operation} ${permission.resource}`;
}
