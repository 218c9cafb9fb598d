/**
 * Runs all steps in order, even if one fails: a server that is not stopped would keep the process of the tests from ending.
 * @throws the first failure, after the last step.
 */
export async function runAllSteps(steps: readonly (() => unknown)[]): Promise<void> {
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
