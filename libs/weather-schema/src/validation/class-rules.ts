import { getMetadataStorage } from 'class-validator';

/** A class whose properties carry class-validator's decorators. */
export type MessageClass<T extends object = object> = new () => T;

/** One rule of a property: its name in class-validator, its arguments, and the requirement as text. */
export interface PropertyRule {
  readonly name: string;
  readonly constraints: readonly unknown[];
  readonly message: string;
}

/** The rules of a property, in the order in which they are checked. */
export interface PropertyRules {
  readonly property: string;
  /** Missing and null are accepted, whatever the rules are. */
  readonly optional: boolean;
  readonly rules: readonly PropertyRule[];
}

const OPTIONAL = 'isOptional';
const PLAIN_TYPES: readonly string[] = ['customValidation', 'conditionalValidation'];

/**
 * Reads the rules of a class from class-validator's metadata, in the order of its declarations.
 * @throws Error on unsupported rules (groups, conditions, nested and array rules), and for a class without rules.
 */
export function readRules(messageClass: MessageClass): PropertyRules[] {
  const storage = getMetadataStorage();
  const metadata = storage.getTargetValidationMetadatas(messageClass, '', false, false);
  if (metadata.length === 0) throw new Error(`${messageClass.name} has no validation rules`);
  return Object.entries(storage.groupByPropertyName(metadata)).map(([property, entries]) => {
    for (const entry of entries) requireSupported(messageClass, entry);
    const rules = entries.map(ruleOf);
    return {
      property,
      optional: rules.some(({ name }) => name === OPTIONAL),
      rules: rules.filter(({ name }) => name !== OPTIONAL),
    };
  });
}

type RuleMetadata = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

/** class-validator's types promise constraints; a rule without arguments has none. */
function ruleOf({ name = '', constraints, message }: RuleMetadata): PropertyRule {
  return {
    name,
    constraints: (constraints as unknown[] | undefined) ?? [],
    message: typeof message === 'string' ? message : '',
  };
}

function requireSupported(messageClass: MessageClass, entry: RuleMetadata): void {
  const { type, name, each, groups, validateIf, propertyName } = entry;
  const plain = PLAIN_TYPES.includes(type) && (type === 'conditionalValidation') === (name === OPTIONAL);
  const options = each || (groups as unknown[] | undefined)?.length || validateIf !== undefined;
  if (!plain || options) throw unsupportedRule(messageClass, propertyName, name ?? type);
}

/** The error for a rule that a reader of the metadata does not support, so that it would not be checked. */
export function unsupportedRule(messageClass: MessageClass, property: string, rule: string): Error {
  return new Error(
    `the rule ${rule} of ${messageClass.name}.${property} is not supported: add it where it is thrown`,
  );
}
