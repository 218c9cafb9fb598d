import { describe, expect, it } from '@jest/globals';
import { silentLogger } from '@weather/service-runtime';
import { ClusterAvailability } from './cluster-availability.ts';

describe('ClusterAvailability', () => {
  let now = 0;
  const cluster = (): ClusterAvailability =>
    new ClusterAvailability('Kafka', silentLogger(), { now: () => now });

  it('reports no outage for an unreachable broker while another one answers', () => {
    const availability = cluster();
    for (now = 0; now < 60_000; now += 1_000) {
      availability.up();
      availability.down('connect ECONNREFUSED');
    }
    expect(availability.isUp).toBe(true);
  });

  it('is down once no broker has answered for seconds, and at once if none has ever answered', () => {
    const silent = cluster();
    silent.down('connect ECONNREFUSED');
    expect(silent.isUp).toBe(false);
    const availability = cluster();
    availability.up();
    now += 2_999;
    availability.down('no answer');
    expect(availability.isUp).toBe(true);
    now += 1;
    availability.down('no answer');
    expect(availability.isUp).toBe(false);
  });
});
