import { describe, expect, it } from '@jest/globals';
import { reconcileOffset } from './reconcile-offset.ts';

const batch = (fetchedOffset: number, nextOffset: number, highWatermark = 1000) => ({
  fetchedOffset,
  nextOffset,
  highWatermark,
});

describe('reconcileOffset', () => {
  it('processes a first batch from the start of the log', () => {
    expect(reconcileOffset(null, batch(0, 50), undefined)).toEqual({ kind: 'process', from: 0 });
  });

  it('seeks to the start when nothing is stored and Kafka has another offset', () => {
    expect(reconcileOffset(null, batch(40, 50), undefined)).toEqual({ kind: 'seek', to: 0 });
  });

  it('processes what is left when retention has removed the start of the log', () => {
    expect(reconcileOffset(null, batch(40, 50), 0)).toEqual({ kind: 'process', from: 40 });
  });

  it('processes the batch that is next', () => {
    expect(reconcileOffset(40, batch(40, 50), undefined)).toEqual({ kind: 'process', from: 40 });
  });

  it('skips the records below the committed offset', () => {
    expect(reconcileOffset(45, batch(40, 50), undefined)).toEqual({ kind: 'process', from: 45 });
  });

  it('skips a batch that is stored already', () => {
    expect(reconcileOffset(50, batch(40, 50), undefined)).toEqual({ kind: 'seek', to: 50 });
    expect(reconcileOffset(70, batch(40, 50), undefined)).toEqual({ kind: 'seek', to: 70 });
  });

  it('seeks back once when a batch begins above the committed offset', () => {
    expect(reconcileOffset(30, batch(40, 50), undefined)).toEqual({ kind: 'seek', to: 30 });
    expect(reconcileOffset(30, batch(40, 50), 20)).toEqual({ kind: 'seek', to: 30 });
  });

  it('finds a gap when the batch still begins above the committed offset after the seek', () => {
    expect(reconcileOffset(30, batch(40, 50), 30)).toEqual({ kind: 'gap', from: 40 });
  });

  it('skips a batch that was fetched when the topic ended before the committed offset', () => {
    expect(reconcileOffset(500, batch(0, 10, 10), undefined)).toEqual({ kind: 'seek', to: 500 });
    expect(reconcileOffset(500, batch(0, 10, 10), 400)).toEqual({ kind: 'seek', to: 500 });
  });

  it('starts over in a topic that still ends before the committed offset after the seek', () => {
    expect(reconcileOffset(500, batch(0, 10, 10), 500)).toEqual({ kind: 'topicReset', from: 0 });
  });
});
