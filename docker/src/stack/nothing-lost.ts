import { expect } from '@jest/globals';
import type { ComposeStack } from './compose-stack.ts';
import { eventually } from '@weather/service-runtime/testing';

/** Stops the producer, waits until all that it has sent is read, and expects each reading to be there once. */
export async function expectNothingLost(stack: ComposeStack): Promise<void> {
  await stack.compose('stop', 'producer');
  const published = await stack.published();
  expect(published).toBeGreaterThan(0);
  await eventually(async () => {
    expect(await stack.counts()).toEqual({
      read: published,
      stored: published,
      repeated: 0,
      replaced: 0,
      deadLettered: 0,
      lost: 0,
      readings: published,
    });
  });
  await stack.startAlone('producer');
}
