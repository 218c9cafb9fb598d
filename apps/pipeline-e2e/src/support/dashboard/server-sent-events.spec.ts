import { describe, expect, it } from '@jest/globals';
import { EventParser } from './server-sent-events.ts';

const STREAM =
  'retry: 1000\nid: a-1\nevent: hello\ndata: {"text":"a: b"}\n\n:\n\nid: a-2\nevent: more\ndata: 2\n\n';

describe('a parser of events', () => {
  it.each([1, 2, 7, STREAM.length])('parses them in pieces of %d', (length) => {
    const parser = new EventParser();
    const events = [];
    for (let at = 0; at < STREAM.length; at += length)
      events.push(...parser.push(STREAM.slice(at, at + length)));
    expect(events).toEqual([
      { id: 'a-1', name: 'hello', data: { text: 'a: b' } },
      { id: 'a-2', name: 'more', data: 2 },
    ]);
  });
});
