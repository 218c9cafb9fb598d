import type { Surroundings } from '../../contender.ts';
import { pythonEnvironment, PythonMissingError } from './python-environment.ts';

/** The interpreter that the contenders in Python share. */
export class PreparedPython {
  #interpreter: string | undefined;

  /** @throws Error before it was prepared. */
  get interpreter(): string {
    if (this.#interpreter === undefined) throw new Error('Python was not prepared');
    return this.#interpreter;
  }

  /** @returns why it cannot be had; undefined when it can. */
  async prepare(surroundings: Surroundings): Promise<string | undefined> {
    try {
      this.#interpreter = await pythonEnvironment(surroundings);
      return undefined;
    } catch (error) {
      if (error instanceof PythonMissingError) return error.message;
      throw error;
    }
  }
}
