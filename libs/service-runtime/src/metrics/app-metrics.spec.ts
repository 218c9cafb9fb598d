import { describe, expect, it } from '@jest/globals';
import { AppMetrics } from './app-metrics.ts';

class SampleMetrics extends AppMetrics {
  readonly sent = this.counter({ name: 'weather_sent_total', help: 'Sent.' });
  readonly sizes = this.histogram({ name: 'weather_batch_records', help: 'Sizes.', buckets: [1, 10] });
  readonly waiting = this.gauge<'queue'>({
    name: 'weather_waiting',
    help: 'Waiting.',
    labelNames: ['queue'],
    collect() {
      this.set({ queue: 'front' }, 3);
    },
  });
}

const linesOf = async (metrics: AppMetrics, name: string): Promise<string[]> =>
  (await metrics.text()).split('\n').filter((line) => line.startsWith(name));

describe('AppMetrics', () => {
  it('tells the metrics that a subclass declares, as the text format has them', async () => {
    const metrics = new SampleMetrics('sample');
    metrics.sent.inc(2);
    metrics.sizes.observe(7);
    expect(metrics.contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(await linesOf(metrics, 'weather_sent')).toEqual(['weather_sent_total 2']);
    expect(await linesOf(metrics, 'weather_waiting')).toEqual(['weather_waiting{queue="front"} 3']);
    expect(await linesOf(metrics, 'weather_batch_records_bucket')).toEqual([
      'weather_batch_records_bucket{le="1"} 0',
      'weather_batch_records_bucket{le="10"} 1',
      'weather_batch_records_bucket{le="+Inf"} 1',
    ]);
  });

  it('has a registry of its own', async () => {
    const [first, second] = [new SampleMetrics('sample'), new SampleMetrics('sample')];
    first.sent.inc();
    expect(await linesOf(second, 'weather_sent')).toEqual(['weather_sent_total 0']);
  });

  it('says which app of which version it is, and what its process takes', async () => {
    const metrics = new AppMetrics('sample');
    expect(await linesOf(metrics, 'weather_app_info')).toEqual([
      expect.stringMatching(/^weather_app_info\{app="sample",version="\d+\.\d+\.\d+"\} 1$/),
    ]);
    expect(await linesOf(metrics, 'weather_process_resident_memory_bytes')).toHaveLength(1);
  });

  it('says of each service whether it answers, how often it went away and what was tried again', async () => {
    const { services, ...metrics } = withText(new AppMetrics('sample'));
    services.dependsOn('mysql');
    services.dependsOn('kafka');
    services.retry('kafka');
    services.away('kafka');
    services.retry('kafka');
    expect(await metrics.values('weather_service_up')).toEqual({ mysql: '1', kafka: '0' });
    expect(await metrics.values('weather_outages_total')).toEqual({ mysql: '0', kafka: '1' });
    services.back('kafka');
    expect(await metrics.values('weather_service_up')).toEqual({ mysql: '1', kafka: '1' });
    expect(await metrics.values('weather_retries_total')).toEqual({ mysql: '0', kafka: '2' });
  });
});

function withText(metrics: AppMetrics): {
  readonly services: AppMetrics['services'];
  readonly values: (name: string) => Promise<Record<string, string>>;
} {
  const values = async (name: string): Promise<Record<string, string>> =>
    Object.fromEntries(
      (await linesOf(metrics, `${name}{`)).map((line) => {
        const [, service = '', value = ''] = /service="(\w+)"\} (\d+)/.exec(line) ?? [];
        return [service, value];
      }),
    );
  return { services: metrics.services, values };
}
