import { IsInt, Max, Min } from 'class-validator';
import { FromEnv, type SettingOptions } from './setting.ts';

export interface IntegerSettingOptions extends Pick<SettingOptions, 'env' | 'description'> {
  readonly min: number;
  readonly max: number;
}

/** Declares a property of a configuration class as a setting that is an integer between two bounds, both allowed. */
export function IntegerFromEnv({ env, description, min, max }: IntegerSettingOptions): PropertyDecorator {
  const allowed = `an integer from ${min} to ${max}`;
  const decorators = [FromEnv({ env, type: 'integer', description, allowed }), IsInt(), Min(min), Max(max)];
  return (prototype, property) => decorators.forEach((decorate) => decorate(prototype, property));
}
