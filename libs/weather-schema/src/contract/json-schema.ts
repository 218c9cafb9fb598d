import { STATION_ID_PATTERN } from '../reading/limits.ts';
import { QUANTITIES, type Quantity, type QuantityDefinition } from '../reading/quantities.ts';
import {
  readRules,
  unsupportedRule,
  type MessageClass,
  type PropertyRule,
  type PropertyRules,
} from '../validation/class-rules.ts';
import type { CustomRule } from '../validation/custom-rules.ts';

/** A JSON Schema, or any other JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The parts of a schema that do not follow from the rules of its class. */
export interface SchemaText {
  /** The name of the schema in its URN. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Descriptions of the fields that are not quantities. */
  readonly fields: Readonly<Record<string, string>>;
  /** Fields that hold a quantity under another name. */
  readonly quantities?: Readonly<Record<string, Quantity>>;
  readonly examples: readonly object[];
}

const DATE = '\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])';
const HOUR_MINUTE = '([01]\\d|2[0-3]):[0-5]\\d';
const TIME = `${HOUR_MINUTE}(:[0-5]\\d(\\.\\d+)?)?`;
const ZONE = `(Z|[+-]${HOUR_MINUTE})`;

type Fragment = (constraint: unknown) => JsonObject;
type ClassValidatorRule = 'isString' | 'isNumber' | 'matches';

/** The JSON Schema of each rule; it cannot express the days of a month and the limits of a time. */
const FRAGMENTS: Readonly<Record<ClassValidatorRule | CustomRule, Fragment>> = {
  isString: () => ({ type: 'string' }),
  isNumber: () => ({ type: 'number' }),
  matches: (pattern) => ({ pattern: (pattern as RegExp).source }),
  maxCharacters: (maxLength) => ({ maxLength }),
  isInstant: () => ({ type: 'string', pattern: `^${DATE}T${TIME}${ZONE}$` }),
  isTimestamp: () => ({ type: 'string', pattern: `^${DATE}[ T]${TIME}${ZONE}?$` }),
  notBefore: () => ({}),
  isSensorId: () => ({
    type: ['number', 'string'],
    minimum: Number.MIN_SAFE_INTEGER,
    maximum: Number.MAX_SAFE_INTEGER,
    pattern: STATION_ID_PATTERN.source,
  }),
  atLeastOneOf: (names) => ({
    anyOf: (names as string[]).map((name) => ({ required: [name] })),
  }),
};

const FRAGMENT_OF = new Map<string, Fragment>(Object.entries(FRAGMENTS));
const DEFINITION_OF = new Map<string, QuantityDefinition>(Object.entries(QUANTITIES));

/** Rules about the whole message, not about a field. */
const MESSAGE_RULES: readonly string[] = ['atLeastOneOf'];

/**
 * Builds the JSON Schema (draft 2020-12) of a message from the rules of its class. It accepts whatever the class accepts; the
 * descriptions of times contain what it cannot express.
 * @throws Error if the class has an unsupported rule, or a field without a description.
 */
export function buildJsonSchema(messageClass: MessageClass, text: SchemaText): JsonObject {
  const all = readRules(messageClass);
  const fields = all.filter(({ rules }) => !rules.some(isMessageRule));
  const messageRules = all.flatMap(({ property, rules }) =>
    rules.filter(isMessageRule).map((rule) => fragmentOf(messageClass, property, rule)),
  );
  return Object.assign(
    {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `urn:weather-pipeline:${text.id}`,
      title: text.title,
      description: text.description,
      type: 'object',
      properties: Object.fromEntries(
        fields.map((field) => [field.property, fieldSchema(messageClass, field, text)]),
      ),
      required: fields.filter(({ optional }) => !optional).map(({ property }) => property),
    },
    ...messageRules,
    { examples: text.examples },
  ) as JsonObject;
}

function fieldSchema(messageClass: MessageClass, field: PropertyRules, text: SchemaText): JsonObject {
  const fragments = field.rules.map((rule) => fragmentOf(messageClass, field.property, rule));
  const schema = Object.assign({}, ...fragments) as { type?: string };
  const type = field.optional ? [schema.type, 'null'] : schema.type;
  return { description: descriptionOf(messageClass, field.property, text), ...schema, type };
}

function fragmentOf(messageClass: MessageClass, property: string, rule: PropertyRule): JsonObject {
  const fragment = FRAGMENT_OF.get(rule.name);
  if (fragment === undefined) throw unsupportedRule(messageClass, property, rule.name);
  return fragment(rule.constraints[0]);
}

function descriptionOf(messageClass: MessageClass, property: string, text: SchemaText): string {
  const measured = DEFINITION_OF.get(text.quantities?.[property] ?? property);
  const description = measured ? `${measured.description}, ${measured.unit}` : text.fields[property];
  if (description === undefined) throw new Error(`${messageClass.name}.${property} has no description`);
  return description;
}

function isMessageRule({ name }: PropertyRule): boolean {
  return MESSAGE_RULES.includes(name);
}
