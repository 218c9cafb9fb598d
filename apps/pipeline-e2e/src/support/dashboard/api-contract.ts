import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Json } from './dashboard-app.ts';

interface Described {
  readonly paths: Readonly<
    Record<string, { readonly get: { readonly responses: Readonly<Record<string, Described200>> } }>
  >;
}

interface Described200 {
  readonly content: Readonly<Record<string, { readonly schema: object }>>;
}

/** Compares responses with the description of the API. */
export class ApiContract {
  readonly #ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: true }));

  constructor(private readonly description: Json) {}

  /**
   * What is wrong with an answer; undefined when nothing is.
   * @param path as the description has it: `/api/v1/stations/{station}`.
   * @param status `200`, `4XX` or `5XX`.
   */
  faultsOf(path: string, status: string, answer: unknown): string | undefined {
    const { paths } = this.description as unknown as Described;
    const schema = paths[path]?.get.responses[status]?.content['application/json']?.schema;
    if (schema === undefined) return `${path} has no description of ${status}`;
    return this.#ajv.validate(schema, answer) ? undefined : this.#ajv.errorsText();
  }
}
