import { describe, expect, it } from '@jest/globals';
import { reconcileOffset } from './reconcile-offset.ts';

const batch = (fetchedOffset: number, nextOffset: number, highWatermark = 1000) => ({
  fetchedOffset,
  nextOffset,
  highWatermark,
});

describe('reconcileOffset', () => {
  it('takes a first batch from the start of the log', () => {
    expect(reconcileOffset(null, batch(0, 50), undefined)).toEqual({ kind: 'process', from: 0 });
  });

  it('goes to the start when nothing is stored and Kafka remembers another offset', () => {
    expect(reconcileOffset(null, batch(40, 50), undefined)).toEqual({ kind: 'seek', to: 0 });
  });

  it('takes what is left when the start of the log is gone', () => {
    expect(reconcileOffset(null, batch(40, 50), 0)).toEqual({ kind: 'process', from: 40 });
  });

  it('takes the batch that comes next', () => {
    expect(reconcileOffset(40, batch(40, 50), undefined)).toEqual({ kind: 'process', from: 40 });
  });

  it('skips the records below the position', () => {
    expect(reconcileOffset(45, batch(40, 50), undefined)).toEqual({ kind: 'process', from: 45 });
  });

  it('passes over a batch that is stored already', () => {
    expect(reconcileOffset(50, batch(40, 50), undefined)).toEqual({ kind: 'seek', to: 50 });
    expect(reconcileOffset(70, batch(40, 50), undefined)).toEqual({ kind: 'seek', to: 70 });
  });

  it('seeks back once when a batch begins above the position', () => {
    expect(reconcileOffset(30, batch(40, 50), undefined)).toEqual({ kind: 'seek', to: 30 });
    expect(reconcileOffset(30, batch(40, 50), 20)).toEqual({ kind: 'seek', to: 30 });
  });

  it('finds a gap when the batch still begins above the position after the seek', () => {
    expect(reconcileOffset(30, batch(40, 50), 30)).toEqual({ kind: 'gap', from: 40 });
  });

  it('passes over a batch that is older than the position, fetched when the topic ended before it', () => {
    expect(reconcileOffset(500, batch(0, 10, 10), undefined)).toEqual({ kind: 'seek', to: 500 });
    expect(reconcileOffset(500, batch(0, 10, 10), 400)).toEqual({ kind: 'seek', to: 500 });
  });

  it('starts over in a topic that still ends before the position after the seek', () => {
    expect(reconcileOffset(500, batch(0, 10, 10), 500)).toEqual({ kind: 'topicReset', from: 0 });
  });
});
