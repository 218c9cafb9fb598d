import { IsInt, Max, Min } from 'class-validator';

/** How the text of an environment variable becomes a value; the rules for the value are class-validator's. */
export type SettingType = 'string' | 'integer' | 'number' | 'boolean' | 'list';

/** The declaration of a setting in a configuration class. */
interface SettingOptions {
  /** Name of the environment variable. */
  readonly env: string;
  /** Its meaning and unit, in one line: shown by `--help` and in the README. */
  readonly description: string;
  /** The allowed values, in words that complete "expected …" in an error message. */
  readonly allowed: string;
  /** Default: `string`. A `list` is separated by commas. */
  readonly type?: SettingType;
  /** A secret is never printed, and may be read from a file: `NAME_FILE`. */
  readonly secret?: boolean;
}

export interface Setting extends SettingOptions {
  readonly property: string;
  readonly type: SettingType;
  readonly secret: boolean;
}

/** A class whose properties are settings: constructible without arguments, its initial values are the defaults. */
export type ConfigClass<T extends object = object> = new () => T;

const declared = new WeakMap<object, Setting[]>();

/** Declares a property of a configuration class as a setting read from the environment, with class-validator's rules. */
export function FromEnv(options: SettingOptions, ...rules: readonly PropertyDecorator[]): PropertyDecorator {
  return (prototype, property) => {
    const settings = declared.get(prototype) ?? [];
    settings.push({ type: 'string', secret: false, ...options, property: String(property) });
    declared.set(prototype, settings);
    for (const rule of rules) rule(prototype, property);
  };
}

interface IntegerSettingOptions extends Pick<SettingOptions, 'env' | 'description'> {
  readonly min: number;
  readonly max: number;
}

/** Declares a property of a configuration class as a setting that is an integer between two bounds, both allowed. */
export function IntegerFromEnv({ env, description, min, max }: IntegerSettingOptions): PropertyDecorator {
  const allowed = `an integer from ${min} to ${max}`;
  return FromEnv({ env, type: 'integer', description, allowed }, IsInt(), Min(min), Max(max));
}

/** A configuration class with the settings of another one and other defaults. */
export function withDefaults<T extends object>(
  configClass: ConfigClass<T>,
  defaults: Partial<T>,
): ConfigClass<T> {
  const base: ConfigClass = configClass;
  return class extends base {
    constructor() {
      super();
      Object.assign(this, defaults);
    }
  } as ConfigClass<T>;
}

/** The settings a configuration class declares, those of its parents first; a redeclared one replaces its parent's. */
export function settingsOf(configClass: ConfigClass): Setting[] {
  const byProperty = new Map<string, Setting>();
  for (const prototype of prototypeChain(configClass.prototype as object)) {
    for (const setting of declared.get(prototype) ?? []) byProperty.set(setting.property, setting);
  }
  return [...byProperty.values()];
}

function prototypeChain(prototype: object): object[] {
  const parent = Object.getPrototypeOf(prototype) as object | null;
  return parent === null ? [] : [...prototypeChain(parent), prototype];
}
