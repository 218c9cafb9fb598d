import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from '@weather/service-runtime';

/**
 * The options behind a command.
 * @throws UsageError that says what is wrong.
 */
export function parseOptions<T extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: T,
): ReturnType<typeof parseArgs<Parsed<T>>>['values'] {
  try {
    return parseArgs<Parsed<T>>({ args: [...args], options, strict: true }).values;
  } catch (error) {
    throw usageError((error as Error).message);
  }
}

interface Parsed<T extends NonNullable<ParseArgsConfig['options']>> {
  args: string[];
  options: T;
  strict: true;
}

/**
 * The whole number that an option holds.
 * @throws UsageError naming the option, the text and what is allowed.
 */
export function wholeNumber(option: string, text: string | undefined, min = 0): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number >= min) return number;
  throw usageError(`${option} "${text}": allowed: a whole number, at least ${min}`);
}

export function usageError(message: string): UsageError {
  return new UsageError(`${message}\nweather --help shows what is possible.`);
}
