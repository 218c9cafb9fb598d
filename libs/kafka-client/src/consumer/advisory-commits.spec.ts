import { describe, expect, it } from '@jest/globals';
import type { TopicPartitionOffsetAndMetadata } from 'kafkajs';
import { AdvisoryCommits } from './advisory-commits.ts';

describe('AdvisoryCommits', () => {
  it('commits the last offset of each partition once when it is closed', async () => {
    const committed: TopicPartitionOffsetAndMetadata[][] = [];
    const commitOffsets = (offsets: TopicPartitionOffsetAndMetadata[]): Promise<void> => {
      committed.push(offsets);
      return Promise.resolve();
    };
    const commits = new AdvisoryCommits({ commitOffsets }, 'weather_data');
    commits.record(0, 10);
    commits.record(1, 5);
    commits.record(0, 20);
    await commits.close();
    await commits.close();
    expect(committed).toEqual([
      [
        { topic: 'weather_data', partition: 0, offset: '20' },
        { topic: 'weather_data', partition: 1, offset: '5' },
      ],
    ]);
  });

  it('ignores a failed commit, since the committed offset is stored elsewhere', async () => {
    const commitOffsets = (): Promise<void> => Promise.reject(new Error('rebalancing'));
    const commits = new AdvisoryCommits({ commitOffsets }, 'weather_data');
    commits.record(0, 10);
    await expect(commits.close()).resolves.toBeUndefined();
  });
});
