/** The message of an app to the process that started it. */
interface AddressMessage {
  readonly answersAt: string;
}

/** Sends the address of this app to the process that started it, if that process listens. */
export function sendReadyMessage(address: string): void {
  const message: AddressMessage = { answersAt: address };
  // The parent may have exited; the app then stops because of that.
  process.send?.(message, () => undefined);
}

/** The address in a ready message of an app; `undefined` for any other message. */
export function parseReadyMessage(message: unknown): string | undefined {
  if (typeof message !== 'object' || message === null || !('answersAt' in message)) return undefined;
  return typeof message.answersAt === 'string' ? message.answersAt : undefined;
}
