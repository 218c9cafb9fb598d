import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A program to run, with its arguments. */
export interface Command {
  readonly command: string;
  readonly args: string[];
}

/** Where Java finds the classes and how it logs. */
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

/** Java decodes file names by the locale: without one of UTF-8 it cannot open a path with other letters. */
export function javaEnvironment(): Record<string, string> {
  return process.platform === 'linux' ? { LC_ALL: 'C.UTF-8' } : {};
}
