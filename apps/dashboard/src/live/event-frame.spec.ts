import { describe, expect, it } from '@jest/globals';
import { eventFrame, connectedFrame, parseEventId } from './event-frame.ts';

describe('a frame', () => {
  it('is an event with its data in one line, whatever a text holds', () => {
    const text = eventFrame({ instanceId: 'ab12', number: 7 }, 'readings', {
      readings: [['a\n\ndata: b\u2028', 5, null]],
      dropped: 0,
    }).toString();
    expect(text).toBe(
      'id: ab12-7\nevent: readings\ndata: {"readings":[["a\\n\\ndata: b\u2028",5,null]],"dropped":0}\n\n',
    );
  });

  it('of a greeting says how soon to come back', () => {
    expect(connectedFrame({ instanceId: 'a', number: 0 }, true).toString()).toBe(
      'retry: 1000\nid: a-0\nevent: connected\ndata: {"resumed":true}\n\n',
    );
  });
});

describe('an id', () => {
  it('names a run and a number', () => {
    expect(parseEventId('ab12-7')).toEqual({ instanceId: 'ab12', number: 7 });
  });

  it.each(['', 'ab12', '-7', 'ab12-', 'ab12--7', 'ab12-7 ', 'ab12-1e3', `ab12-${'9'.repeat(16)}`, 'AB-1'])(
    'is not %j',
    (id) => expect(parseEventId(id)).toBeUndefined(),
  );
});
