import { describe, expect, it } from '@jest/globals';
import { requireNode } from './run-command.ts';

describe('requireNode', () => {
  it('rejects a Node that is too old for the apps, and names the remedy', () => {
    expect(() => requireNode('20.20.2')).toThrow('Node 24 is required, this is 20.20.2: use npm start');
  });

  it.each(['24.21.0', '26.0.0'])('accepts %s', (version) => {
    expect(() => requireNode(version)).not.toThrow();
  });
});
