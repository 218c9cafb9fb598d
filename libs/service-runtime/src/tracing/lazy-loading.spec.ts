import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';

/** Prints the modules of OpenTelemetry that are loaded when tracing is started, in a process of its own. */
const PRINT_LOADED = `
  import { registerHooks } from 'node:module';
  const loaded = [];
  registerHooks({
    load: (url, context, next) => {
      if (url.includes('@opentelemetry')) loaded.push(url);
      return next(url, context);
    },
  });
  const { startTracing } = await import(process.argv[1]);
  await startTracing({ endpoint: process.argv[2], serviceName: 'test', sampledShare: 1 }, { onStop: () => undefined });
  process.stdout.write(String(loaded.length));
  process.exit();
`;

function modulesLoaded(...endpoint: string[]): number {
  const tracing = new URL('./start-tracing.ts', import.meta.url).href;
  const args = [
    '--experimental-transform-types',
    '--input-type=module',
    '--eval',
    PRINT_LOADED,
    tracing,
    ...endpoint,
  ];
  return Number(execFileSync(process.execPath, args, { encoding: 'utf8', stdio: 'pipe' }));
}

describe('OpenTelemetry', () => {
  it('is not loaded without an endpoint', () => {
    expect(modulesLoaded()).toBe(0);
  });

  it('is loaded with one', () => {
    expect(modulesLoaded('http://127.0.0.1:1')).toBeGreaterThan(0);
  });
});
