import { describe, expect, it } from '@jest/globals';
import { UsageError } from '@weather/service-runtime';
import { parseCommand } from './command.ts';

describe('parseCommand', () => {
  it.each([
    [[], { name: 'up' }],
    [['up'], { name: 'up' }],
    [['status'], { name: 'status' }],
    [['down'], { name: 'down', to: undefined }],
    [['down', '0002-create-reading'], { name: 'down', to: '0002-create-reading' }],
  ])('understands %j', (args, command) => {
    expect(parseCommand(args)).toEqual(command);
  });

  it.each([[['sideways']], [['up', 'now']], [['down', 'a', 'b']]])(
    'refuses %j and shows the usage',
    (args) => {
      expect(() => parseCommand(args)).toThrow(UsageError);
      expect(() => parseCommand(args)).toThrow('Usage: migrator');
    },
  );
});
