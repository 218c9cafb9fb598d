import type { Sections } from './load-settings.ts';
import { settingsOf } from './setting.ts';

/** One row of the settings table that `--help` prints and that a README repeats. */
interface SettingDescription {
  readonly env: string;
  readonly defaultText: string;
  readonly description: string;
  readonly allowed: string;
}

/** The settings of some sections in the order they are declared, with their defaults as one would type them. */
export function describeSettings(sections: Sections): SettingDescription[] {
  return Object.values(sections).flatMap((configClass) => {
    const defaults = new configClass() as Record<string, unknown>;
    return settingsOf(configClass).map(({ env, property, description, allowed, secret }) => ({
      env: secret ? `${env} (or ${env}_FILE)` : env,
      defaultText: typed(defaults[property]),
      description,
      allowed,
    }));
  });
}

/** The text that `--help` prints. */
export function settingsHelp(name: string, summary: string, sections: Sections): string {
  const entries = describeSettings(sections).map(
    ({ env, defaultText, description, allowed }) =>
      `  ${env}${defaultText === '' ? '' : ` [${defaultText}]`}\n      ${description}; allowed: ${allowed}`,
  );
  return `${name}: ${summary}\n\nSettings, from the environment [default]:\n\n${entries.join('\n')}\n`;
}

function typed(value: unknown): string {
  if (Array.isArray(value)) return value.join(',');
  const isTyped = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isTyped ? String(value) : '';
}
