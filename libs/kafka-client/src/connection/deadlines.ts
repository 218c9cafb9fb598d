import { WaitAbortedError } from '@weather/service-runtime';

/**
 * Waits for some work; from the abort of the signal on for a limited time only, with the work left to itself.
 * @throws WaitAbortedError when that time is over; what the work throws.
 */
export async function withGracePeriod<T>(
  ms: number,
  work: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  if (signal === undefined) return await work;
  const { promise: givenUp, reject } = Promise.withResolvers<never>();
  let timer: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    timer = setTimeout(() => reject(new WaitAbortedError('no longer waiting for Kafka')), ms);
  };
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([work, givenUp]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

/** Disconnects a client, or gives up after a time: kafkajs may wait for a broker that is away. */
export async function disconnectWithin(
  client: { disconnect(): Promise<void> },
  timeoutMs: number,
): Promise<void> {
  const timeout = new Promise<void>((resolve) => setTimeout(resolve, timeoutMs).unref());
  await Promise.race([client.disconnect().catch(() => undefined), timeout]);
}
