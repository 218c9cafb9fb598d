import type { Locator } from 'playwright-core';

/** Generous: the test checks what is shown, and only logs how soon. */
const DEADLINE_MS = 30_000;

/** Does something, waits until it is visible, and prints how long that took. */
export async function timeToShow(what: string, act: () => Promise<void>, shown: Locator): Promise<void> {
  const start = performance.now();
  await act();
  await shown.first().waitFor({ timeout: DEADLINE_MS });
  process.stdout.write(`${what}: shown after ${Math.round(performance.now() - start)} ms\n`);
}
