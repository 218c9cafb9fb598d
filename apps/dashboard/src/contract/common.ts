import { Type, type Static, type TSchema } from 'typebox';

/** The largest page of rows that one answer holds. */
export const MAX_PAGE = 1_000;
/** The rows of an answer where the request names no limit. */
export const DEFAULT_PAGE = 100;

/** An ISO 8601 instant, UTC, such as `2026-07-01T12:00:00.000Z`. */
export const Timestamp = Type.String({ format: 'date-time' });

/** An object, or null where there is none. */
export const NullableObject = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** A text or a number, or null where there is none; one schema, since answers with thousands of them are written by it. */
export const Nullable = <T extends TSchema & { readonly type: 'string' | 'number' | 'integer' }>(schema: T) =>
  Type.Unsafe<Static<T> | null>({ ...schema, type: [schema.type, 'null'] });

/** Where the next page begins: what the page before gave as `next`; opaque. */
export const Cursor = Type.String({ minLength: 1, maxLength: 300 });

export const PageQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_PAGE, default: DEFAULT_PAGE })),
  cursor: Type.Optional(Cursor),
};

/** `next` is there only when there are further rows. */
export const NextPage = { next: Type.Optional(Cursor) };

/** What an answer with a status of 400 and above holds. */
export const ErrorResponse = Type.Object(
  {
    statusCode: Type.Integer(),
    error: Type.String(),
    message: Type.String({ description: 'what is wrong, and with which parameter' }),
  },
  { title: 'Problem' },
);
