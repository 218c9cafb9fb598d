import { validateSync, type ValidationError } from 'class-validator';

/** What is wrong with a document that a person wrote: where, as `receivers[0].webhook.url`, and what it should be. */
export interface ValidationIssue {
  readonly path: string;
  readonly problem: string;
}

/** Class-validator's names for what it finds by itself. */
const UNKNOWN_PROPERTY = 'whitelistValidation';
const NO_OBJECT = 'nestedValidation';

/** All faults of a document by the rules of its classes; what the classes do not know is a fault too. */
export function findDocumentIssues(document: object): ValidationIssue[] {
  return validateSync(document, { whitelist: true, forbidNonWhitelisted: true }).flatMap((error) =>
    faultsOf(error, ''),
  );
}

/** Gives an object the class whose rules it has to follow; anything else is left to the rules of its parent. */
export function instantiate<T extends object>(partClass: new () => T, value: T): T {
  return isObject(value) ? Object.assign(new partClass(), value) : value;
}

/** Whether a value is an object with named properties. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function faultsOf(
  { property, constraints = {}, children = [] }: ValidationError,
  parent: string,
): ValidationIssue[] {
  const path = joined(parent, property);
  const problem =
    UNKNOWN_PROPERTY in constraints
      ? 'is unknown'
      : Object.entries(constraints).find(([name]) => name !== NO_OBJECT)?.[1];
  const own = problem === undefined ? [] : [{ path, problem }];
  return [...own, ...children.flatMap((child) => faultsOf(child, path))];
}

function joined(parent: string, property: string): string {
  if (/^\d+$/.test(property)) return `${parent}[${property}]`;
  return parent === '' ? property : `${parent}.${property}`;
}
