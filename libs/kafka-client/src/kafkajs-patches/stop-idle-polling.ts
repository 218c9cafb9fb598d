// @ts-expect-error kafkajs has no types for its internals
import kafkaRequestQueue from 'kafkajs/src/network/requestQueue/index.js';

interface RequestQueue {
  readonly pending: readonly unknown[];
  scheduleCheckPendingRequests: (this: RequestQueue) => void;
}

const { prototype } = kafkaRequestQueue as { readonly prototype: RequestQueue };
const schedule = prototype.scheduleCheckPendingRequests;

/**
 * Symptom: an idle consumer wakes up 760 times a second and uses 4 to 10 % of a core: each connection sets a timer for the end
 * of a throttling that is long over.
 * Patches kafkajs/src/network/requestQueue/index.js, to set it only while requests are pending.
 * Test: `stop-idle-polling.spec.ts`.
 * @see https://github.com/tulios/kafkajs/issues/1704
 */
export function stopIdlePolling(): void {
  prototype.scheduleCheckPendingRequests = function () {
    if (this.pending.length > 0) schedule.call(this);
  };
}
