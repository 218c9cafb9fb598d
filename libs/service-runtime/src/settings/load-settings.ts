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
 * @throws ConfigurationError naming every issue of all sections.
 */
export function loadSettings<S extends Sections>(sections: S, environment: Environment): SettingsOf<S> {
  const issues: SettingIssue[] = [];
  const loaded = Object.entries(sections).map(([section, configClass]) => [
    section,
    loadSection(configClass, environment, issues),
  ]);
  if (issues.length > 0) throw new ConfigurationError(issues);
  return Object.freeze(Object.fromEntries(loaded)) as SettingsOf<S>;
}

function loadSection(configClass: ConfigClass, environment: Environment, issues: SettingIssue[]): object {
  const config = new configClass();
  const settings = settingsOf(configClass);
  const present = new Map<string, string>();
  for (const setting of settings) {
    const text = readText(setting, environment, issues);
    if (text === undefined) continue;
    present.set(setting.property, text);
    Object.assign(config, { [setting.property]: parse(setting.type, text) });
  }
  issues.push(...invalidSettings(config, settings, present));
  return Object.freeze(config);
}

function readText(setting: Setting, environment: Environment, issues: SettingIssue[]): string | undefined {
  const { env, secret } = setting;
  const text = environment[env] || undefined;
  const file = secret ? environment[env + FILE_SUFFIX] || undefined : undefined;
  if (file === undefined) return text;
  if (text !== undefined) {
    issues.push({ env, problem: ` and ${env}${FILE_SUFFIX} are both set; set only one of them` });
    return undefined;
  }
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    issues.push({ env: env + FILE_SUFFIX, problem: `="${file}": ${(error as Error).message}` });
    return undefined;
  }
}

/** A value that cannot be parsed stays a text, so that its validator rejects it and the message quotes it. */
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

function invalidSettings(config: object, settings: Setting[], present: Map<string, string>): SettingIssue[] {
  const invalid = new Set(
    validateSync(config, { forbidUnknownValues: false }).map(({ property }) => property),
  );
  return settings
    .filter(({ property }) => invalid.has(property))
    .map((setting) => ({
      env: setting.env,
      problem: describeInvalid(setting, present.get(setting.property)),
    }));
}

function describeInvalid({ env, secret, allowed }: Setting, text: string | undefined): string {
  if (text !== undefined) return `${secret ? ' (not shown)' : `="${text}"`} is invalid; expected ${allowed}`;
  return secret ? ` (or ${env}${FILE_SUFFIX}) must be set` : ` must be set; expected ${allowed}`;
}
