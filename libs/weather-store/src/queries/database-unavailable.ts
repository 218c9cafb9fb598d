/** Why there is no answer: MySQL does not answer, too many wait for it already, or it takes too long. */
export type UnavailableReason = 'away' | 'busy' | 'slow';

/** A question to the database that was not answered in time; asked again later it may be. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';

  constructor(
    readonly reason: UnavailableReason,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
