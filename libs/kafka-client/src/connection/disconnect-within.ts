/** Disconnects a client, or gives up after a time: kafkajs may wait for a broker that is away. */
export async function disconnectWithin(
  client: { disconnect(): Promise<void> },
  timeoutMs: number,
): Promise<void> {
  const timeout = new Promise<void>((resolve) => setTimeout(resolve, timeoutMs).unref());
  await Promise.race([client.disconnect().catch(() => undefined), timeout]);
}
