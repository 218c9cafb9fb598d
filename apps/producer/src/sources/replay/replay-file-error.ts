/** A file cannot be replayed, or not to its end; the message starts with its name and says why. */
export class ReplayFileError extends Error {
  override readonly name = 'ReplayFileError';
}
