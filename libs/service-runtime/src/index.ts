export { chunkBySize } from './collections/chunk-by-size.ts';
export { DocumentError, formatAlternatives, type ValidationIssue } from './documents/document-error.ts';
export {
  AnyOf,
  describeNotOne,
  ExactlyOneOf,
  expected,
  findPresent,
  ListOf,
  MatchesPredicate,
  MayBeAbsent,
  Nested,
  ObjectRule,
} from './documents/document-rules.ts';
export { documentFailure, loadDocument } from './documents/load-document.ts';
export { listProperties, parseDocument } from './documents/parse-document.ts';
export {
  Availability,
  NO_OP_OBSERVER,
  type AvailabilityOptions,
  type ServiceObserver,
} from './retry/availability.ts';
export { HealthConfig, readyWhileUp, startHealth, type HealthServer } from './health/health-server.ts';
export { chooseByHeap, heapLimitMb } from './process/heap-limit.ts';
export { LivenessMonitor } from './health/liveness-monitor.ts';
export { NODE_OPTIONS } from './process/node-options.ts';
export { backOffMs, formatError, pause, withRetry, WaitAbortedError } from './retry/with-retry.ts';
export {
  CHECK_SETTINGS,
  runService,
  type ServiceContext,
  type ServiceDefinition,
} from './process/run-service.ts';
export { sendReadyMessage, parseReadyMessage } from './process/ready-message.ts';
export { ExitError, UsageError } from './process/exit-error.ts';
export { RateLimitedLog } from './logging/rate-limited-log.ts';
export { createLogger, LoggingConfig, silentLogger, type Logger } from './logging/logger.ts';
export { ProgressLine, type ProgressOutput } from './logging/progress-line.ts';
export { AppMetrics } from './metrics/app-metrics.ts';
export { isUntrustedCertificate, OnlyWithTls, readCertificates } from './settings/certificates.ts';
export { ConfigurationError, type SettingIssue } from './settings/configuration-error.ts';
export { settingsHelp } from './settings/describe-settings.ts';
export { loadSettings, type Environment, type Sections } from './settings/load-settings.ts';
export { FromEnv, IntegerFromEnv, withDefaults } from './settings/setting.ts';
export { NetworksFromEnv } from './settings/networks-from-env.ts';
export { MS_PER_SECOND } from './time-units.ts';
export { startTracing } from './tracing/start-tracing.ts';
export { inSpan, NO_TRACER, type Span, type SpanAttributes, type Tracer } from './tracing/tracer.ts';
export { parseTraceparent } from './tracing/traceparent.ts';
export { TracingConfig } from './tracing/tracing-config.ts';
