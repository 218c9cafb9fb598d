import { AddReadingQuality } from './add-reading-quality.ts';
import { AddReplacedCount } from './add-replaced-count.ts';
import { CreateAlertEpisode } from './create-alert-episode.ts';
import { CreateConsumerOffset } from './create-consumer-offset.ts';
import { CreateNotification } from './create-notification.ts';
import { CreateNotificationOutbox } from './create-notification-outbox.ts';
import { CreateReading } from './create-reading.ts';
import { CreateReadingDay } from './create-reading-day.ts';
import { CreateReadingHour } from './create-reading-hour.ts';
import { CreateRetentionFloor } from './create-retention-floor.ts';
import { CreateStationCheckpoint } from './create-station-checkpoint.ts';
import { CreateStation } from './create-station.ts';
import { CreateSummaryDue } from './create-summary-due.ts';
import { CreateWarningTemperatures } from './create-warning-temperatures.ts';
import { IndexEpisodeFilters } from './index-episode-filters.ts';
import { IndexEpisodeStart } from './index-episode-start.ts';
import { IndexEpisodeState } from './index-episode-state.ts';
import { IndexOpenEpisodes } from './index-open-episodes.ts';
import { TrackStationPartition } from './track-station-partition.ts';
import { RenameRollupTables } from './rename-rollup-tables.ts';
import { RenameNotificationColumns } from './rename-notification-columns.ts';
import { RenewNotificationEvent } from './renew-notification-event.ts';

/** All migrations, oldest first. A name that has been released is never changed: databases remember it. */
export const MIGRATIONS = [
  { name: '0001-create-station', class: CreateStation },
  { name: '0002-create-reading', class: CreateReading },
  { name: '0003-create-warning-temperatures', class: CreateWarningTemperatures },
  { name: '0004-create-consumer-offset', class: CreateConsumerOffset },
  { name: '0005-add-reading-quality', class: AddReadingQuality },
  { name: '0006-create-station-checkpoint', class: CreateStationCheckpoint },
  { name: '0007-create-alert-episode', class: CreateAlertEpisode },
  { name: '0008-create-notification-outbox', class: CreateNotificationOutbox },
  { name: '0009-create-notification', class: CreateNotification },
  { name: '0010-create-reading-hour', class: CreateReadingHour },
  { name: '0011-create-reading-day', class: CreateReadingDay },
  { name: '0012-create-summary-due', class: CreateSummaryDue },
  { name: '0013-create-retention-floor', class: CreateRetentionFloor },
  { name: '0014-index-episode-start', class: IndexEpisodeStart },
  { name: '0015-index-episode-state', class: IndexEpisodeState },
  { name: '0016-index-open-episodes', class: IndexOpenEpisodes },
  { name: '0017-track-station-partition', class: TrackStationPartition },
  { name: '0018-add-replaced-count', class: AddReplacedCount },
  { name: '0019-renew-notification-event', class: RenewNotificationEvent },
  { name: '0020-index-episode-filters', class: IndexEpisodeFilters },
  { name: '0021-rename-notification-columns', class: RenameNotificationColumns },
  { name: '0022-rename-rollup-tables', class: RenameRollupTables },
];
