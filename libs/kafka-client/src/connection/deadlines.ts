import { WaitAbortedError } from '@weather/service-runtime';

/**
 * Waits for some work, after the abort of the signal only for a limited time; the work itself is not stopped.
 * @throws WaitAbortedError when that time is over; otherwise what the work throws.
 */
export async function withGracePeriod<T>(
  ms: number,
  work: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  if (signal === undefined) return await work;
  const { promise: expired, reject } = Promise.withResolvers<never>();
  let timer: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    timer = setTimeout(() => reject(new WaitAbortedError('no longer waiting for Kafka')), ms);
  };
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([work, expired]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

/** Disconnects a client, for a limited time: kafkajs may wait for an unreachable broker. */
export async function disconnectWithin(
  client: { disconnect(): Promise<void> },
  timeoutMs: number,
): Promise<void> {
  const timeout = new Promise<void>((resolve) => setTimeout(resolve, timeoutMs).unref());
  await Promise.race([client.disconnect().catch(() => undefined), timeout]);
}
