import { describe, expect, it } from '@jest/globals';
import { AppMetrics } from './app-metrics.ts';

class SampleMetrics extends AppMetrics {
  elsewhere = 0;
  readonly ages = this.weightedHistogram({ name: 'weather_age_seconds', help: 'Ages.', buckets: [1, 10] });
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

  constructor(app: string) {
    super(app);
    this.countOf({ name: 'weather_elsewhere_total', help: 'Counted elsewhere.' }, () => this.elsewhere);
  }
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

  it('tells a histogram of values that come many at a time like any other', async () => {
    const metrics = new SampleMetrics('sample');
    metrics.ages.observe(0.5, 1000);
    metrics.ages.observe(1, 1);
    metrics.ages.observe(11, 2);
    expect(await linesOf(metrics, 'weather_age')).toEqual([
      'weather_age_seconds_bucket{le="1"} 1001',
      'weather_age_seconds_bucket{le="10"} 1001',
      'weather_age_seconds_bucket{le="+Inf"} 1003',
      'weather_age_seconds_sum 523',
      'weather_age_seconds_count 1003',
    ]);
  });

  it('asks for what is counted elsewhere when it is asked itself', async () => {
    const metrics = new SampleMetrics('sample');
    expect(await linesOf(metrics, 'weather_elsewhere')).toEqual(['weather_elsewhere_total 0']);
    metrics.elsewhere = 7;
    await metrics.text();
    expect(await linesOf(metrics, 'weather_elsewhere')).toEqual(['weather_elsewhere_total 7']);
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
    const metrics = new AppMetrics('sample');
    metrics.services.register('mysql');
    metrics.services.register('kafka');
    metrics.services.retry('kafka');
    metrics.services.unreachable('kafka');
    metrics.services.retry('kafka');
    const up = (service: string, value: number): string =>
      `weather_service_up{service="${service}"} ${value}`;
    expect(await linesOf(metrics, 'weather_service_up')).toEqual([up('mysql', 1), up('kafka', 0)]);
    metrics.services.recovered('kafka');
    expect(await linesOf(metrics, 'weather_service_up')).toEqual([up('mysql', 1), up('kafka', 1)]);
    expect(await linesOf(metrics, 'weather_outages')).toEqual([
      'weather_outages_total{service="mysql"} 0',
      'weather_outages_total{service="kafka"} 1',
    ]);
    expect(await linesOf(metrics, 'weather_reconnects')).toEqual([
      'weather_reconnects_total{service="mysql"} 0',
      'weather_reconnects_total{service="kafka"} 1',
    ]);
    expect(await linesOf(metrics, 'weather_retries')).toEqual([
      'weather_retries_total{service="mysql"} 0',
      'weather_retries_total{service="kafka"} 2',
    ]);
  });
});
