// @ts-expect-error kafkajs comes without types of its inside
import kafkaRequestQueue from 'kafkajs/src/network/requestQueue/index.js';

/** What kafkajs keeps the requests of a connection in. */
interface RequestQueue {
  readonly pending: readonly unknown[];
  scheduleCheckPendingRequests: (this: RequestQueue) => void;
}

const { prototype } = kafkaRequestQueue as { readonly prototype: RequestQueue };
const schedule = prototype.scheduleCheckPendingRequests;

/**
 * Has kafkajs look for requests that wait only while there are any. Otherwise it does so every millisecond on each connection,
 * since it sets a timer for the end of a throttling that is long over: 760 times a second in an idle consumer, 4 to 10 % of a
 * core.
 * @see https://github.com/tulios/kafkajs/issues/1704
 */
export function stopIdlePolling(): void {
  prototype.scheduleCheckPendingRequests = function () {
    if (this.pending.length > 0) schedule.call(this);
  };
}
