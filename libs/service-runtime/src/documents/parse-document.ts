import { getMetadataStorage, validateSync } from 'class-validator';
import {
  describeMismatch,
  DocumentError,
  formatAlternatives,
  formatValue,
  type ValidationIssue,
} from './document-error.ts';
import {
  getNestedRules,
  isObject,
  WHOLE_OBJECT,
  type ItemRule,
  type NestedRule,
  type PartClass,
} from './document-rules.ts';
import { readDocument, type ReadOptions } from './read-document.ts';

export interface DocumentOptions extends ReadOptions {
  /** What the document must contain, in words: `receivers`. */
  readonly contents: string;
}

const PLAIN_KEY = /^\w{1,40}$/;

/**
 * Reads a document that a person wrote, YAML or JSON, into an instance of the class that has its rules.
 * @throws DocumentError with every issue: malformed YAML or JSON, unknown properties, values that break the rules.
 */
export function parseDocument<T extends object>(
  documentClass: PartClass<T>,
  text: string,
  options: DocumentOptions,
): T {
  return validateDocument(documentClass, readDocument(text, options), options.contents);
}

/**
 * The content of a document as an instance of the class that has its rules.
 * @throws DocumentError with every issue.
 */
function validateDocument<T extends object>(
  documentClass: PartClass<T>,
  content: unknown,
  contents: string,
): T {
  if (!isObject(content)) {
    const found = `the file is ${content === undefined || content === null ? 'empty' : formatValue(content)}`;
    throw new DocumentError([{ path: '', message: `${found}; it must contain ${contents}` }]);
  }
  const issues: ValidationIssue[] = [];
  const document = instantiate(documentClass, content, '', issues);
  if (issues.length > 0) throw new DocumentError(issues);
  return document;
}

/** Only known properties are copied, so that a key such as `constructor` cannot interfere with class-validator. */
function instantiate<T extends object>(
  partClass: PartClass<T>,
  content: object,
  path: string,
  issues: ValidationIssue[],
): T {
  const names = listProperties(partClass);
  for (const key of Object.keys(content).filter((name) => !names.includes(name))) {
    issues.push({ path: join(path, key), message: `is unknown; expected ${formatAlternatives(names)}` });
  }
  const part = new partClass();
  const fields = part as Record<string, unknown>;
  for (const name of names) {
    if (Object.hasOwn(content, name)) fields[name] = (content as Record<string, unknown>)[name];
  }
  const messages = new Map(
    validateSync(part).map(({ property, constraints }) => [property, Object.values(constraints ?? {})]),
  );
  for (const message of messages.get(WHOLE_OBJECT) ?? []) issues.push({ path, message });
  const nestedRules = getNestedRules(partClass);
  for (const name of names) {
    const place = join(path, name);
    const [first] = messages.get(name) ?? [];
    const nested = nestedRules.get(name);
    if (first !== undefined) issues.push({ path: place, message: first });
    else if (nested && isNested(fields[name]))
      fields[name] = instantiateNested(nested, fields[name], place, issues);
  }
  return part;
}

function instantiateNested(
  { item, unique }: NestedRule,
  value: object,
  path: string,
  issues: ValidationIssue[],
): unknown {
  if (!Array.isArray(value)) return instantiate(item as PartClass, value, path, issues);
  const items = value.map((entry: unknown, index) => readItem(item, entry, `${path}[${index}]`, issues));
  if (unique !== undefined) refuseRepeated(value, unique, path, issues);
  return items;
}

function readItem(
  item: PartClass | ItemRule,
  value: unknown,
  path: string,
  issues: ValidationIssue[],
): unknown {
  if (typeof item === 'function') {
    if (isObject(value)) return instantiate(item, value, path, issues);
    const message = describeMismatch(value, `an object with ${listProperties(item).join(', ')}`);
    issues.push({ path, message });
  } else if (!item.matches(value)) issues.push({ path, message: describeMismatch(value, item.expected) });
  return value;
}

function refuseRepeated(
  entries: readonly unknown[],
  property: string,
  path: string,
  issues: ValidationIssue[],
): void {
  const first = new Map<unknown, number>();
  for (const [index, entry] of entries.entries()) {
    const value = (entry as Readonly<Record<string, unknown>> | null)?.[property];
    if (typeof value !== 'string') continue;
    const earlier = first.get(value);
    if (earlier === undefined) first.set(value, index);
    else {
      const message = `is ${formatValue(value)}, as is ${path}[${earlier}].${property}; expected a unique ${property}`;
      issues.push({ path: `${path}[${index}].${property}`, message });
    }
  }
}

/** The properties of a class that have rules, in the order of their declaration. */
export function listProperties(partClass: PartClass): string[] {
  const metadata = getMetadataStorage().getTargetValidationMetadatas(partClass, '', false, false);
  const names = new Set(metadata.map(({ propertyName }) => propertyName));
  names.delete(WHOLE_OBJECT);
  return [...names];
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function join(path: string, key: string): string {
  const name = PLAIN_KEY.test(key) ? key : formatValue(key);
  return path === '' ? name : `${path}.${name}`;
}
