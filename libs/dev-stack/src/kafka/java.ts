import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const HEX = 16;
const HEX_DIGITS = 4;
const LINE = '[%d] %p %m (%c)%n';

/** A program to run, with its arguments. */
export interface Command {
  readonly command: string;
  readonly args: string[];
}

/** The folder of the jars and the path of log4j's configuration. */
export interface JavaSetup {
  readonly jars: string;
  readonly log4j: string;
}

/** The command that runs a Java class of Kafka. */
export function javaCommand(
  { jars, log4j }: JavaSetup,
  options: readonly string[],
  mainClass: string,
  args: readonly string[],
): Command {
  const logging = [
    `-Dlog4j.configuration=${pathToFileURL(log4j).href}`,
    '-Dzookeeper.jmx.log4j.disable=true',
  ];
  return {
    command: 'java',
    args: [...options, ...logging, '-cp', [join(jars, '*')].join(delimiter), mainClass, ...args],
  };
}

/** Java decodes file names by the locale: without a UTF-8 locale it cannot open a path with non-ASCII characters. */
export function javaEnvironment(): Record<string, string> {
  return process.platform === 'linux' ? { LC_ALL: 'C.UTF-8' } : {};
}

/**
 * The text of a Java properties file. Java reads it as Latin-1 with backslashes as escapes, so that non-ASCII characters
 * and Windows paths must be escaped.
 */
export function propertiesText(properties: Readonly<Record<string, string | number>>): string {
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${escapeValue(String(value))}\n`)
    .join('');
}

function escapeValue(value: string): string {
  return value
    .replaceAll('\\', '\\\\')
    .replace(/^ /, '\\ ')
    .replace(/[^ -~]/g, escapeUnit);
}

/** Without the `u` flag an expression matches UTF-16 units, which Java's escapes name. */
function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(HEX).padStart(HEX_DIGITS, '0')}`;
}

/** Log4j's configuration for the servers: everything from INFO to standard output, which is the server's log file. */
export function serverLog4j(): string {
  return propertiesText({
    'log4j.rootLogger': 'INFO, stdout',
    'log4j.appender.stdout': 'org.apache.log4j.ConsoleAppender',
    'log4j.appender.stdout.layout': 'org.apache.log4j.PatternLayout',
    'log4j.appender.stdout.layout.ConversionPattern': LINE,
    'log4j.logger.org.apache.zookeeper': 'WARN',
  });
}

/** Log4j's configuration for Kafka's tools: warnings to standard error, apart from the tool's own output. */
export function toolLog4j(): string {
  return propertiesText({
    'log4j.rootLogger': 'WARN, stderr',
    'log4j.appender.stderr': 'org.apache.log4j.ConsoleAppender',
    'log4j.appender.stderr.Target': 'System.err',
    'log4j.appender.stderr.layout': 'org.apache.log4j.PatternLayout',
    'log4j.appender.stderr.layout.ConversionPattern': LINE,
  });
}
