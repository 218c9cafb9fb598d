import { readFileSync } from 'node:fs';
import { validateSync } from 'class-validator';
import { ConfigurationError, type SettingIssue } from './configuration-error.ts';
import { settingsOf, type ConfigClass, type Setting, type SettingType } from './setting.ts';

/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Configuration classes by the name of their section. */
export type Sections = Readonly<Record<string, ConfigClass>>;

/** The loaded settings of some sections, frozen. */
export type SettingsOf<S extends Sections> = { readonly [K in keyof S]: Readonly<InstanceType<S[K]>> };

const FILE_SUFFIX = '_FILE';

/**
 * Reads every section from the environment and validates it. A variable that is unset or empty leaves the default.
 * @throws ConfigurationError naming all faults of all sections at once.
 */
export function loadSettings<S extends Sections>(sections: S, environment: Environment): SettingsOf<S> {
  const faults: SettingIssue[] = [];
  const loaded = Object.entries(sections).map(([section, configClass]) => [
    section,
    loadSection(configClass, environment, faults),
  ]);
  if (faults.length > 0) throw new ConfigurationError(faults);
  return Object.freeze(Object.fromEntries(loaded)) as SettingsOf<S>;
}

function loadSection(configClass: ConfigClass, environment: Environment, faults: SettingIssue[]): object {
  const config = new configClass();
  const settings = settingsOf(configClass);
  const given = new Map<string, string>();
  for (const setting of settings) {
    const text = readText(setting, environment, faults);
    if (text === undefined) continue;
    given.set(setting.property, text);
    Object.assign(config, { [setting.property]: parse(setting.type, text) });
  }
  faults.push(...invalidSettings(config, settings, given));
  return Object.freeze(config);
}

function readText(setting: Setting, environment: Environment, faults: SettingIssue[]): string | undefined {
  const { env, secret } = setting;
  const text = environment[env] || undefined;
  const file = secret ? environment[env + FILE_SUFFIX] || undefined : undefined;
  if (file === undefined) return text;
  if (text !== undefined) {
    faults.push({ env, problem: ` and ${env}${FILE_SUFFIX} are both set: set one of them` });
    return undefined;
  }
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    faults.push({ env: env + FILE_SUFFIX, problem: `="${file}": ${(error as Error).message}` });
    return undefined;
  }
}

/** What does not parse stays text, so that its validator refuses it and the message shows it as it was given. */
function parse(type: SettingType, text: string): unknown {
  switch (type) {
    case 'string':
      return text;
    case 'integer':
    case 'number':
      return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
    case 'boolean':
      return { true: true, false: false }[text.toLowerCase()] ?? text;
    case 'list':
      return text.split(',').map((item) => item.trim());
  }
}

function invalidSettings(config: object, settings: Setting[], given: Map<string, string>): SettingIssue[] {
  const invalid = new Set(
    validateSync(config, { forbidUnknownValues: false }).map(({ property }) => property),
  );
  return settings
    .filter(({ property }) => invalid.has(property))
    .map((setting) => ({
      env: setting.env,
      problem: `${shown(setting, given.get(setting.property))}: allowed: ${setting.allowed}`,
    }));
}

function shown({ secret }: Setting, text: string | undefined): string {
  if (text === undefined) return ' is not set';
  return secret ? ' (not shown)' : `="${text}"`;
}
