const SUMMARISED = ['temperature', 'humidity', 'pressure', 'wind_speed', 'wind_gust', 'precipitation'];

/** The statement that makes `reading_hour` or `reading_day` as they were at first; alike but for their names. */
export function createSummaryTable(table: string, start: string): string {
  return `
    CREATE TABLE ${table} (
      station_id INT UNSIGNED NOT NULL,
      ${start} DATETIME NOT NULL,
      reading_count INT UNSIGNED NOT NULL,
      value_count INT UNSIGNED NOT NULL,
      good_count INT UNSIGNED NOT NULL,
      good_share DECIMAL(7,6) NULL,
      ${SUMMARISED.map(quantityColumns).join(',\n      ')},
      wind_vector_count INT UNSIGNED NOT NULL,
      wind_east_sum DECIMAL(24,6) NULL,
      wind_north_sum DECIMAL(24,6) NULL,
      wind_vector_speed DECIMAL(16,6) NULL,
      wind_vector_direction DECIMAL(9,6) NULL,
      PRIMARY KEY (station_id, ${start})
    ) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`;
}

function quantityColumns(quantity: string): string {
  return `${quantity}_count INT UNSIGNED NOT NULL,
      ${quantity}_min DOUBLE NULL,
      ${quantity}_min_at DATETIME(3) NULL,
      ${quantity}_max DOUBLE NULL,
      ${quantity}_max_at DATETIME(3) NULL,
      ${quantity}_sum DECIMAL(24,6) NULL,
      ${quantity}_mean DECIMAL(16,6) NULL`;
}
