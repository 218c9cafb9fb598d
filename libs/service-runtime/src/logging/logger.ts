import { IsIn } from 'class-validator';
import winston from 'winston';
import { formatAlternatives } from '../documents/document-error.ts';
import { FromEnv } from '../settings/setting.ts';

const LEVELS = ['error', 'warn', 'info', 'debug'] as const;
const FORMATS = ['auto', 'json', 'pretty'] as const;

export class LoggingConfig {
  @FromEnv({
    env: 'LOG_LEVEL',
    description: 'minimum log level',
    allowed: formatAlternatives(LEVELS),
  })
  @IsIn(LEVELS)
  level: (typeof LEVELS)[number] = 'info';

  @FromEnv({
    env: 'LOG_FORMAT',
    description: 'one JSON object per line, or readable text; auto: text on a terminal',
    allowed: formatAlternatives(FORMATS),
  })
  @IsIn(FORMATS)
  format: (typeof FORMATS)[number] = 'auto';
}

/**
 * The logger of every app: an event's message and its fields, `logger.info('batch stored', { partition, nextOffset })`.
 * Even a disabled level costs microseconds: log per batch, never per message.
 */
export type Logger = winston.Logger;

/**
 * A logger that writes to standard output, so that whoever runs the app decides where the lines go; to standard error for
 * a command whose output is its result.
 */
export function createLogger(
  app: string,
  config: Readonly<LoggingConfig>,
  output: 'stdout' | 'stderr' = 'stdout',
): Logger {
  const { isTTY } = process[output];
  const pretty = config.format === 'pretty' || (config.format === 'auto' && isTTY);
  return winston.createLogger({
    level: config.level,
    defaultMeta: { app },
    format: pretty ? prettyFormat(isTTY) : jsonFormat(),
    transports: [
      new winston.transports.Console({
        forceConsole: false,
        stderrLevels: output === 'stderr' ? [...LEVELS] : [],
      }),
    ],
  });
}

/** A logger that writes nothing. */
export function silentLogger(): Logger {
  return winston.createLogger({
    silent: true,
    transports: [new winston.transports.Console({ silent: true })],
  });
}

function jsonFormat(): winston.Logform.Format {
  const { combine, timestamp, errors, json } = winston.format;
  return combine(timestamp(), errors({ stack: true }), json());
}

function prettyFormat(colors: boolean): winston.Logform.Format {
  const { combine, timestamp, errors, printf, colorize } = winston.format;
  const line = printf(({ timestamp: at, level, message, app, ...fields }) => {
    const details = Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => ` ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
    return `${String(at)} ${level.padEnd(5)} ${String(app)}  ${String(message)}${details.join('')}`;
  });
  const parts = [timestamp({ format: 'HH:mm:ss.SSS' }), errors({ stack: true })];
  return combine(...parts, ...(colors ? [colorize()] : []), line);
}
