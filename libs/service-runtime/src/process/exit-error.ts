/** An invalid command line; the message contains the usage. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Ends the service on purpose: with its message, without a stack, and with its exit code. */
export class ExitError extends Error {
  override readonly name = 'ExitError';

  constructor(
    message: string,
    readonly exitCode: number,
  ) {
    super(message);
  }
}
