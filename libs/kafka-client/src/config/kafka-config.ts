import { FromEnv, OnlyWithTls } from '@weather/service-runtime';
import {
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  Matches,
  MinLength,
  ValidateIf,
} from 'class-validator';

const BROKER_ADDRESS = /^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:]+\]):([1-9]\d{0,4})$/;
/** The mechanisms of logins that apps know. */
export const SASL_MECHANISMS = ['none', 'plain', 'scram-sha-256', 'scram-sha-512'] as const;

const usesSasl = (config: KafkaConfig): boolean => config.saslMechanism !== 'none';

/** How to reach Kafka; every app that talks to it has this section. */
export class KafkaConfig {
  @FromEnv({
    env: 'KAFKA_BROKERS',
    type: 'list',
    description: 'brokers to connect to first, separated by commas',
    allowed: 'host:port, or several separated by commas',
  })
  @IsArray()
  @ArrayNotEmpty()
  @Matches(BROKER_ADDRESS, { each: true })
  brokers: string[] = ['127.0.0.1:9092'];

  @FromEnv({ env: 'KAFKA_CLIENT_ID', description: 'name in the logs of the brokers', allowed: 'any text' })
  @IsString()
  @MinLength(1)
  clientId = 'weather-pipeline';

  @FromEnv({
    env: 'KAFKA_TLS',
    type: 'boolean',
    description: "whether connections are encrypted and the brokers' certificates and names checked",
    allowed: 'true or false',
  })
  @IsBoolean()
  tls = false;

  @FromEnv({
    env: 'KAFKA_TLS_CA_PATH',
    description: 'file with the certificates that brokers are checked against; the system has its own',
    allowed: 'the path of a PEM file, only with KAFKA_TLS=true',
  })
  @IsOptional()
  @IsString()
  @OnlyWithTls()
  tlsCaPath?: string;

  @FromEnv({
    env: 'KAFKA_SASL_MECHANISM',
    description: 'how the app logs in',
    allowed: SASL_MECHANISMS.join(', '),
  })
  @IsIn(SASL_MECHANISMS)
  saslMechanism: (typeof SASL_MECHANISMS)[number] = 'none';

  @FromEnv({
    env: 'KAFKA_SASL_USERNAME',
    description: 'user to log in as',
    allowed: 'a user name, needed unless KAFKA_SASL_MECHANISM is none',
  })
  @ValidateIf(usesSasl)
  @IsString()
  saslUsername?: string;

  @FromEnv({
    env: 'KAFKA_SASL_PASSWORD',
    description: 'password of that user',
    allowed: 'a password, needed unless KAFKA_SASL_MECHANISM is none',
    secret: true,
  })
  @ValidateIf(usesSasl)
  @IsString()
  saslPassword?: string;
}

const TOPIC_NAME = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}$/;
const TOPIC_NAME_RULE = '1 to 249 letters, digits, dots, dashes and underscores';

/** Declares a property of a configuration class as a setting that names a topic. */
export function TopicFromEnv(env: string, description: string, furtherRule = ''): PropertyDecorator {
  const decorators = [
    FromEnv({ env, description, allowed: TOPIC_NAME_RULE + furtherRule }),
    Matches(TOPIC_NAME),
  ];
  return (prototype, property) => decorators.forEach((decorate) => decorate(prototype, property));
}
