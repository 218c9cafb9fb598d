import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { openApiDocument } from './open-api-document.ts';

const PUBLISHED = new URL('../../../../docs/contract/openapi.json', import.meta.url);
const PATHS = [
  '/api/v1/alerts',
  '/api/v1/alerts.csv',
  '/api/v1/dead-letters',
  '/api/v1/events',
  '/api/v1/pipeline',
  '/api/v1/settings',
  '/api/v1/stations',
  '/api/v1/stations/{station}',
  '/api/v1/stations/{station}/readings',
  '/api/v1/stations/{station}/rollups',
  '/api/v1/stations/{station}/series',
];

interface Operation {
  readonly summary?: string;
  readonly responses: object;
}

describe('docs/contract/openapi.json', () => {
  it('is current', async () => {
    const remedy = 'npx nx contract dashboard';
    const published: unknown = JSON.parse(readFileSync(PUBLISHED, 'utf8'));
    const current: unknown = JSON.parse(JSON.stringify(await openApiDocument()));
    expect({ remedy, contract: published }).toEqual({ remedy, contract: current });
  });

  it('describes every route with a summary and its responses', async () => {
    const { paths } = (await openApiDocument()) as { paths: Record<string, Record<string, Operation>> };
    expect(Object.keys(paths).sort()).toEqual(PATHS);
    for (const [path, operations] of Object.entries(paths)) {
      expect([path, Object.keys(operations)]).toEqual([path, ['get']]);
      expect(operations['get']?.summary).toMatch(/^[A-Z].{10}/);
      expect(Object.keys(operations['get']?.responses ?? {})).toEqual(['200', '4XX', '5XX']);
    }
  });
});
