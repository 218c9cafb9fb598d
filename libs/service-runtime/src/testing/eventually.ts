import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 100;
const DEFAULT_DEADLINE_MS = 60_000;

/** Repeats an assertion until it holds; after the deadline its last failure is the failure of the test. */
export async function eventually<T>(
  assertion: () => Promise<T> | T,
  deadlineMs = DEFAULT_DEADLINE_MS,
): Promise<T> {
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await delay(POLL_MS);
    }
  }
}
