import { silentLogger, type Logger } from '@weather/service-runtime';

/** A logger for tests that keeps its lines, each as `level message {fields}`. */
export function recordedLogger(): { readonly logger: Logger; readonly lines: string[] } {
  const logger = silentLogger();
  const lines: string[] = [];
  for (const level of ['info', 'warn', 'error'] as const) {
    logger[level] = ((message: string, fields?: object) => {
      lines.push([level, message, ...(fields ? [JSON.stringify(fields)] : [])].join(' '));
      return logger;
    }) as Logger[typeof level];
  }
  return { logger, lines };
}
