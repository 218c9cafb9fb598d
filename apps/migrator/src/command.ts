import { UsageError } from '@weather/service-runtime';

/** A command of the migrator. */
export type Command =
  | { readonly name: 'up' }
  | { readonly name: 'down'; readonly to: string | undefined }
  | { readonly name: 'status' };

export const USAGE = `Usage: migrator [up | down [MIGRATION] | status]

  up       creates missing topics and runs the migrations that are missing (default)
  down     reverts the newest migration, or all down to and including MIGRATION
  status   prints each migration and when it was run`;

/** @throws UsageError that says what is allowed. */
export function parseCommand(args: readonly string[]): Command {
  const [name = 'up', ...rest] = args;
  if (name === 'down' && rest.length <= 1) return { name, to: rest[0] };
  if ((name === 'up' || name === 'status') && rest.length === 0) return { name };
  throw new UsageError(`unknown command "${args.join(' ')}".\n${USAGE}`);
}
