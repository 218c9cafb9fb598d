import { propertiesText } from './java-properties.ts';

const LINE = '[%d] %p %m (%c)%n';

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

/** Log4j's configuration for Kafka's tools: warnings to standard error, away from what the tool prints. */
export function toolLog4j(): string {
  return propertiesText({
    'log4j.rootLogger': 'WARN, stderr',
    'log4j.appender.stderr': 'org.apache.log4j.ConsoleAppender',
    'log4j.appender.stderr.Target': 'System.err',
    'log4j.appender.stderr.layout': 'org.apache.log4j.PatternLayout',
    'log4j.appender.stderr.layout.ConversionPattern': LINE,
  });
}
