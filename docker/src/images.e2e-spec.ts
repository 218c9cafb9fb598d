import { beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { docker, inspect, WORKSPACE } from './support/docker.ts';

interface Image {
  readonly Id: string;
  readonly Size: number;
  readonly Config: {
    readonly User: string;
    readonly Labels: Readonly<Record<string, string>>;
    readonly Env: readonly string[];
    readonly Healthcheck?: unknown;
  };
}

const BASE = process.env['NODE_IMAGE'] ?? 'node:24-bookworm-slim';
const MAX_ADDED_BYTES = 60_000_000;

describe.each(['producer', 'consumer', 'dashboard', 'maintenance', 'migrator', 'notifier', 'cli'])(
  'the image of the %s',
  (app) => {
    let image: Image;
    let base: Image;

    async function build(): Promise<Image> {
      await promisify(execFile)(join(WORKSPACE, 'docker/build-image'), [app]);
      return await inspect<Image>(`weather-${app}:latest`);
    }

    beforeAll(async () => {
      image = await build();
      base = await inspect<Image>(BASE);
    });

    it('adds less than 60 MB to its base', () => {
      expect(image.Size - base.Size).toBeLessThan(MAX_ADDED_BYTES);
    });

    it('runs as user node, has a health check and is labelled', () => {
      expect(image.Config.User).toBe('node');
      expect(image.Config.Healthcheck).toBeDefined();
      expect(image.Config.Labels).toMatchObject({
        'org.opencontainers.image.title': `weather-${app}`,
        'org.opencontainers.image.version': '0.1.0',
      });
      expect(image.Config.Labels['org.opencontainers.image.revision']).toMatch(/^[0-9a-f]{12}(-dirty)?$/);
      expect(image.Config.Labels['org.opencontainers.image.source']).toBeDefined();
    });

    it('contains the bundle, the page of the dashboard, and nothing else', async () => {
      const contents = app === 'dashboard' ? 'main.mjs\nweb\n' : 'main.mjs\n';
      expect(await docker(['run', '--rm', '--entrypoint', 'ls', image.Id, '/app'])).toBe(contents);
    });

    it('starts on a read-only file system, without network and capabilities', async () => {
      const args = [
        'run',
        '--rm',
        '--read-only',
        '--cap-drop',
        'ALL',
        '--network',
        'none',
        image.Id,
        '--help',
      ];
      expect(await docker(args)).toContain('LOG_LEVEL');
    });

    it('is identical after a second build', async () => {
      expect((await build()).Id).toBe(image.Id);
    });
  },
);
