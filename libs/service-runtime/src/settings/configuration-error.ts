/** One setting that cannot be used: which variable, what it holds (secrets masked) and what it should hold. */
export interface SettingIssue {
  readonly env: string;
  readonly problem: string;
}

/** The environment does not configure the app; the message lists every fault, one a line. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(readonly issues: readonly SettingIssue[]) {
    const lines = issues.map(({ env, problem }) => `  ${env}${problem}`);
    super(`The configuration cannot be used:\n${lines.join('\n')}`);
  }

  /** A setting that is well-formed and that reality refuses: a wrong password, a port in use. */
  static of(env: string, problem: string): ConfigurationError {
    return new ConfigurationError([{ env, problem: `: ${problem}` }]);
  }
}
