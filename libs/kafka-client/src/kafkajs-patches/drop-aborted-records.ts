/** An aborted transaction as a fetch lists it: its records begin at the offset and end with its marker. */
export interface AbortedTransaction {
  readonly producerId: string;
  readonly firstOffset: string;
}

/** The metadata that kafkajs has of an entry of the log. */
export interface LogEntry {
  readonly offset: string | number;
  readonly key: Buffer | null;
  /** Marks the end of a transaction. */
  readonly isControlRecord?: boolean;
  readonly batchContext?: { readonly producerId: string; readonly inTransaction: boolean };
}

const ABORT_MARKER_KEY = Buffer.alloc(4);

/**
 * Returns the records among the entries of a fetch, without transaction markers and records of aborted transactions.
 *
 * Symptom: kafkajs delivers records of aborted transactions, since it expects the list of them in an order that brokers do
 * not keep. They are filtered here instead, and kafkajs gets an empty list.
 * Replaces kafkajs/src/consumer/filterAbortedMessages.js.
 * Test: `committed-records.spec.ts`.
 */
export function filterCommitted<T extends LogEntry>(
  entries: readonly T[],
  abortedTransactions: readonly AbortedTransaction[],
): T[] {
  const begun = [...abortedTransactions].sort((a, b) => Number(a.firstOffset) - Number(b.firstOffset));
  let next = 0;
  const aborted = new Set<string>();
  return entries.filter(({ offset, key, isControlRecord, batchContext }) => {
    for (; Number(begun[next]?.firstOffset ?? Number.POSITIVE_INFINITY) <= Number(offset); next++) {
      aborted.add(String(begun[next]?.producerId));
    }
    const producerId = String(batchContext?.producerId);
    if (isControlRecord === true) {
      if (key?.equals(ABORT_MARKER_KEY) === true) aborted.delete(producerId);
      return false;
    }
    return batchContext?.inTransaction !== true || !aborted.has(producerId);
  });
}
