/** What an app sends to the process that started it. */
interface AddressMessage {
  readonly answersAt: string;
}

/** Tells the process that started this app where it answers, if that process listens. */
export function sendReadyMessage(address: string): void {
  const message: AddressMessage = { answersAt: address };
  // Whoever started it may be gone by now: the app then stops because of that.
  process.send?.(message, () => undefined);
}

/** The address in what an app has sent; `undefined` for any other message. */
export function parseReadyMessage(message: unknown): string | undefined {
  if (typeof message !== 'object' || message === null || !('answersAt' in message)) return undefined;
  return typeof message.answersAt === 'string' ? message.answersAt : undefined;
}
