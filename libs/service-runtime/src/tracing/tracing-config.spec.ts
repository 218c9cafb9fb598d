import { describe, expect, it } from '@jest/globals';
import { loadSettings, type Environment } from '../settings/load-settings.ts';
import { TracingConfig } from './tracing-config.ts';

const load = (environment: Environment): TracingConfig =>
  loadSettings({ tracing: TracingConfig }, environment).tracing;

describe('TracingConfig', () => {
  it('traces nothing by default', () => {
    expect(load({}).endpoint).toBeUndefined();
  });

  it.each([
    'http://127.0.0.1:4318',
    'https://traces.example/otlp',
    'http://collector:4318',
    'http://[::1]:4318',
  ])('takes %s as where traces are sent', (endpoint) => {
    expect(load({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }).endpoint).toBe(endpoint);
  });

  it.each([
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'grpc://collector:4317'],
    ['OTEL_TRACES_SAMPLER_ARG', '1.5'],
    ['OTEL_TRACES_SAMPLER_ARG', 'half'],
  ])('refuses %s=%s', (env, text) => {
    expect(() => load({ [env]: text })).toThrow(`${env}="${text}" is invalid; expected`);
  });

  it('refuses headers that are none, without showing them', () => {
    expect(() => load({ OTEL_EXPORTER_OTLP_HEADERS: 'Bearer secret' })).toThrow(
      'OTEL_EXPORTER_OTLP_HEADERS (not shown) is invalid; expected',
    );
  });
});
