import { defineEntity, p } from '@mikro-orm/core';

/** An alert: the time in which a rule holds at a station. */
export const AlertEpisode = defineEntity({
  name: 'AlertEpisode',
  tableName: 'alert_episode',
  indexes: [
    { name: 'alert_episode_id', properties: ['id'] },
    { name: 'alert_episode_open', properties: ['stationId', 'state'] },
    { name: 'alert_episode_start', properties: ['startedAt'] },
    { name: 'alert_episode_state_start', properties: ['state', 'startedAt'] },
    { name: 'alert_episode_severity', properties: ['severity', 'startedAt'] },
    { name: 'alert_episode_rule', properties: ['rule', 'startedAt'] },
  ],
  properties: {
    stationId: p.integer().unsigned().primary(),
    rule: p.string().length(64).collation('ascii_bin').primary(),
    startedAt: p.datetime(3).primary(),
    id: p.bigint().unsigned().autoincrement(),
    severity: p.string().length(16).collation('ascii_bin'),
    state: p.enum(['pending', 'firing', 'resolved']),
    firedAt: p.datetime(3).nullable(),
    resolvedAt: p.datetime(3).nullable(),
    peakValue: p.double(),
    peakAt: p.datetime(3),
    readingCount: p.integer().unsigned(),
    // MariaDB reports the missing default of a text as the text 'NULL'.
    acknowledgedBy: p.string().length(80).nullable().ignoreSchemaChanges('default'),
    acknowledgedAt: p.datetime(3).nullable(),
  },
});
