import { Type, type Static, type TSchema } from 'typebox';

/** Maximum number of rows in a page. */
const MAX_PAGE = 1_000;
/** Default number of rows in a page. */
export const DEFAULT_PAGE = 100;

/** An ISO 8601 timestamp in UTC, such as `2026-07-01T12:00:00.000Z`. */
export const Timestamp = Type.String({ format: 'date-time' });

/** An object or null. */
export const NullableObject = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** A string, a number or null; a single type array serializes faster than a union. */
export const Nullable = <T extends TSchema & { readonly type: 'string' | 'number' | 'integer' }>(schema: T) =>
  Type.Unsafe<Static<T> | null>({ ...schema, type: [schema.type, 'null'] });

/** The opaque `next` of the previous page. */
const Cursor = Type.String({ minLength: 1, maxLength: 300 });

export const PageQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_PAGE, default: DEFAULT_PAGE })),
  cursor: Type.Optional(Cursor),
};

/** `next` is absent on the last page. */
export const NextPage = { next: Type.Optional(Cursor) };

/** The body of every response with a status of 400 or above. */
export const ErrorResponse = Type.Object(
  {
    statusCode: Type.Integer(),
    error: Type.String(),
    message: Type.String({ description: 'what is wrong, and which parameter is affected' }),
  },
  { title: 'Problem' },
);
