/** The command line is not one that the app understands; the message says what is. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
