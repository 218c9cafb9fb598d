/** An invalid setting: its variable, and the value (secrets masked) with what is expected. */
export interface SettingIssue {
  readonly env: string;
  readonly problem: string;
}

/** Invalid settings; the message lists every issue, one per line. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(readonly issues: readonly SettingIssue[]) {
    const lines = issues.map(({ env, problem }) => `  ${env}${problem}`);
    super(`Invalid configuration:\n${lines.join('\n')}`);
  }

  /** A well-formed setting that cannot be used: a wrong password, a port in use. */
  static of(env: string, problem: string): ConfigurationError {
    return new ConfigurationError([{ env, problem: `: ${problem}` }]);
  }
}
