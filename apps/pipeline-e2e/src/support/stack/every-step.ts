/**
 * Does all steps, one after the other, even where one fails: a server that is not stopped would keep the tests' process from
 * ending.
 * @throws the first failure, in the end.
 */
export async function everyStep(steps: readonly (() => unknown)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
