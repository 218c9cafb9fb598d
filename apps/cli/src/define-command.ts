import {
  ProgressLine,
  type Sections,
  type ServiceContext,
  type ServiceDefinition,
} from '@weather/service-runtime';
import { connectDatabase } from '@weather/weather-store';
import { StoreSnapshot } from '@weather/weather-store/snapshot';
import { QuietLoggingConfig } from './cli-config.ts';
import { USAGE } from './usage.ts';

export interface CommandContext<S extends Sections> extends ServiceContext<S> {
  /** Shows a line on a terminal, which the next one replaces. */
  readonly progress: (text: () => string) => void;
}

interface CommandDefinition<S extends Sections, Request> {
  readonly name: string;
  /** One line for `--help`. */
  readonly summary: string;
  readonly sections: S;
  /**
   * Reads the arguments after the first word of the command.
   * @throws UsageError naming what is wrong.
   */
  readonly parse: (args: readonly string[]) => Request;
  /** Returns the text for standard output, and whether the exit code is 0. */
  readonly run: (
    request: Request,
    context: CommandContext<S>,
  ) => Promise<{ readonly output: string; readonly ok: boolean }>;
}

const EXIT_OK = 0;
const EXIT_FAILURE = 1;

/** Defines a command of the CLI: exit code 0 only when it has finished and found nothing wrong, 2 for a usage error. */
export function defineCommand<S extends Sections, Request>({
  name,
  summary,
  sections,
  parse,
  run,
}: CommandDefinition<S, Request>): ServiceDefinition<S> {
  return {
    name: `weather ${name}`,
    summary: `${summary}\n\n${USAGE}`,
    sections,
    logging: QuietLoggingConfig,
    logTo: 'stderr',
    run: async (context) => {
      const request = parse(context.args.slice(1));
      // Until the command has finished: one that is interrupted must not exit with 0.
      process.exitCode = EXIT_FAILURE;
      const line = new ProgressLine(process.stderr, context.logger);
      const progress = (text: () => string): void => line.update(text);
      const { output, ok } = await run(request, { ...context, progress }).finally(() => line.end());
      process.stdout.write(output);
      if (ok && !context.signal.aborted) process.exitCode = EXIT_OK;
    },
  };
}

/** Does some work in a consistent snapshot of the database; after a transient error it starts again. */
export async function withSnapshot<T>(
  context: Parameters<typeof connectDatabase>[0],
  work: (snapshot: StoreSnapshot) => Promise<T>,
): Promise<T> {
  const database = await connectDatabase(context);
  return await database.withRetry(() => StoreSnapshot.take(database, work), { signal: context.signal });
}
