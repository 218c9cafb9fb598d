import { describe, expect, it } from '@jest/globals';
import { parseBenchOptions, USAGE } from './bench-options.ts';
import { OUTPUT_FOLDER, RESULTS_FOLDER } from './workspace.ts';

describe('parseBenchOptions', () => {
  it('is quick, and overwrites nothing that is committed, by default', () => {
    expect(parseBenchOptions([])).toEqual({
      form: 'quick',
      rounds: undefined,
      only: undefined,
      profile: false,
      folder: OUTPUT_FOLDER,
    });
  });

  it('reads every option', () => {
    const args = ['--full', '--rounds', '2', '--only', 'consumer, produce', '--profile', '--save'];
    expect(parseBenchOptions(args)).toEqual({
      form: 'full',
      rounds: 2,
      only: ['consumer', 'produce'],
      profile: true,
      folder: RESULTS_FOLDER,
    });
    expect(parseBenchOptions(['--out', 'here']).folder).toBe('here');
  });

  it.each([
    [['--rounds', '0'], /--rounds "0" is invalid/],
    [['--rounds', 'many'], /--rounds "many" is invalid/],
    [['--quick', '--full'], /use either/],
    [['--save', '--out', 'here'], /use either/],
    [['--fast'], /--fast/],
    [['consumer'], /consumer/],
  ])('rejects %j', (args, message) => {
    expect(() => parseBenchOptions(args)).toThrow(message);
  });

  it('accepts every option of the help', () => {
    const options = [...new Set(USAGE.match(/--(?!args|help)[a-z]+/g))];
    for (const option of options) {
      expect(() => parseBenchOptions([option, '1'])).not.toThrow(/Unknown option/);
    }
  });
});
