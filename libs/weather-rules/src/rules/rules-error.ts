/** A rules file cannot be used; the message lists every fault, one a line: where, what it holds, what it should hold. */
export class RulesError extends Error {
  override readonly name = 'RulesError';

  constructor(readonly faults: readonly string[]) {
    super(`The rules cannot be used:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  }
}
