import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { IsNumber, IsPositive } from 'class-validator';
import fc from 'fast-check';
import { LegacyReadingMessage } from '../wire/legacy-reading-message.ts';
import { QUANTITIES, QUANTITY_NAMES } from '../reading/quantities.ts';
import { readRules } from '../validation/class-rules.ts';
import { mutationsOf, readings, type Fields } from '../testing/arbitraries.ts';
import { decodeReading } from '../wire/decode-reading.ts';
import { encodeReading, type WireFormat } from '../wire/encode-reading.ts';
import { ReadingMessage } from '../wire/reading-message.ts';
import { asyncApiDocument } from './asyncapi.ts';
import { contractFiles } from './contract-files.ts';
import { buildJsonSchema } from './json-schema.ts';
import {
  LEGACY_READING_EXAMPLE,
  LEGACY_READING_SCHEMA,
  READING_EXAMPLE,
  READING_SCHEMA,
} from './message-schemas.ts';

const CONTRACT_FOLDER = new URL('../../../../docs/contract/', import.meta.url);
const OPTIONS = { now: Date.UTC(2101, 0, 1), legacyTimeZone: 'UTC' };
const TIME_FAULT = /^(observedAt|timestamp) is "[^;]*$/;

const ajv = new Ajv2020({ allowUnionTypes: true, strictTypes: false });
const isReading = ajv.compile(READING_SCHEMA);
const isLegacyReading = ajv.compile(LEGACY_READING_SCHEMA);

function decodeFields(fields: unknown): ReturnType<typeof decodeReading> {
  return decodeReading(Buffer.from(JSON.stringify(fields)), OPTIONS);
}

function encoded(format: WireFormat): fc.Arbitrary<Fields> {
  return readings.map((reading) => JSON.parse(encodeReading(reading, format).toString()) as Fields);
}

describe('the published contract', () => {
  it.each(Object.entries(contractFiles()))('is current: %s', (name, document) => {
    const published: unknown = JSON.parse(readFileSync(new URL(name, CONTRACT_FOLDER), 'utf8'));
    const generated: unknown = JSON.parse(JSON.stringify(document));
    const remedy = 'npx nx run weather-schema:contract';
    expect({ remedy, contract: published }).toEqual({ remedy, contract: generated });
  });

  it('has examples that are decoded', () => {
    expect(decodeFields(READING_EXAMPLE)).toMatchObject({ ok: true, reading: { temperature: 31.2 } });
    expect(decodeFields(LEGACY_READING_EXAMPLE)).toMatchObject({ ok: true, reading: { temperature: 31.2 } });
    expect([isReading(READING_EXAMPLE), isLegacyReading(LEGACY_READING_EXAMPLE)]).toEqual([true, true]);
  });
});

describe('the JSON Schemas', () => {
  it.each<[WireFormat, ValidateFunction, typeof ReadingMessage | typeof LegacyReadingMessage]>([
    ['json', isReading, ReadingMessage],
    ['legacy', isLegacyReading, LegacyReadingMessage],
  ])('agree with decodeReading on mutated records, but for times (%s)', (format, isValid, messageClass) => {
    const names = readRules(messageClass).map(({ property }) => property);
    const identity = format === 'json' ? 'stationId' : 'sensor_id';
    fc.assert(
      fc.property(mutationsOf(encoded(format), names), (mutated) => {
        const fields = JSON.parse(JSON.stringify(mutated)) as Fields;
        fc.pre(fields[identity] !== undefined);
        const decoded = decodeFields(fields);
        if (!decoded.ok && TIME_FAULT.test(decoded.message)) return true;
        return isValid(fields) === decoded.ok;
      }),
      { numRuns: 1000 },
    );
  });

  it('publish every quantity as any number, with its unit', () => {
    const { properties } = READING_SCHEMA as { properties: Record<string, object> };
    for (const name of QUANTITY_NAMES) {
      const { unit, description } = QUANTITIES[name];
      expect(properties[name]).toEqual({
        description: `${description}, ${unit}`,
        type: ['number', 'null'],
      });
    }
  });

  it('reject a class with a rule that they cannot express', () => {
    class WithUnknownRule {
      @IsPositive()
      value!: number;
    }
    const text = { id: 'x', title: 'x', description: 'x', fields: { value: 'x' }, examples: [] };
    expect(() => buildJsonSchema(WithUnknownRule, text)).toThrow(
      'the rule isPositive of WithUnknownRule.value is not supported',
    );
  });

  it('reject a field without a description', () => {
    class WithoutDescription {
      @IsNumber()
      value!: number;
    }
    const text = { id: 'x', title: 'x', description: 'x', fields: {}, examples: [] };
    expect(() => buildJsonSchema(WithoutDescription, text)).toThrow(
      'WithoutDescription.value has no description',
    );
  });
});

describe('the AsyncAPI document', () => {
  it('satisfies the AsyncAPI 3.0.0 schema', () => {
    const require = createRequire(import.meta.url);
    const schema = require('@asyncapi/specs/schemas/3.0.0.json') as object;
    const asyncApi = addFormats.default(new Ajv({ strict: false, allErrors: true, meta: false }));
    const isAsyncApi = asyncApi.compile(schema);
    isAsyncApi(asyncApiDocument());
    expect(isAsyncApi.errors).toBeNull();
  });

  it('refers only to what it contains', () => {
    const text = JSON.stringify(asyncApiDocument());
    const document = JSON.parse(text) as Fields;
    const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path);
    expect(references.length).toBeGreaterThan(10);
    for (const path of references) {
      const target = path.split('/').reduce<unknown>((node, key) => (node as Fields)[key], document);
      expect([path, typeof target]).toEqual([path, 'object']);
    }
  });
});
