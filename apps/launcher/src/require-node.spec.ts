import { describe, expect, it } from '@jest/globals';
import { requireNode } from './require-node.ts';

describe('requireNode', () => {
  it('refuses a Node on which the apps do not run, and says what to do', () => {
    expect(() => requireNode('20.20.2')).toThrow('Node 24 is needed and this is 20.20.2: use npm start');
  });

  it.each(['24.21.0', '26.0.0'])('takes %s', (version) => {
    expect(() => requireNode(version)).not.toThrow();
  });
});
