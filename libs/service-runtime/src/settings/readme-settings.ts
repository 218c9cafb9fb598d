import { LoggingConfig } from '../logging/logger.ts';
import { describeSettings } from './describe-settings.ts';
import type { Sections } from './load-settings.ts';
import type { ConfigClass } from './setting.ts';

/** The rows that a README must have for an app's settings: name, default and meaning, as in `--help`. */
export function formatSettingsTable(
  sections: Sections,
  logging: ConfigClass<LoggingConfig> = LoggingConfig,
): string[] {
  return describeSettings({ ...sections, logging }).map(({ env, defaultText, description }) => {
    const name = env.replaceAll(/\b[A-Z_]+\b/g, (variable) => `\`${variable}\``);
    return `${name} | ${defaultText === '' ? '' : `\`${defaultText}\``} | ${description}`;
  });
}

/** The rows of the tables of settings in a README, in the form of `formatSettingsTable`. */
export function parseSettingsTable(markdown: string): string[] {
  const FIRST_CELL = 1;
  const END_OF_CELLS = 4;
  return markdown
    .split('\n')
    .filter((line) => /^\| `[A-Z_]+`/.test(line))
    .map((line) => {
      const cells = line.split('|').map((cell) => cell.trim());
      return cells.slice(FIRST_CELL, END_OF_CELLS).join(' | ');
    });
}
