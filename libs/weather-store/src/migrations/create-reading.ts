import { Migration } from '@mikro-orm/migrations';

/** Clustered by station and time: a station's hours are stored together, and duplicates find the existing row. */
export class CreateReading extends Migration {
  override up(): void {
    this.addSql(`
      CREATE TABLE reading (
        station_id INT UNSIGNED NOT NULL,
        observed_at DATETIME(3) NOT NULL,
        temperature DOUBLE NULL,
        humidity DOUBLE NULL,
        pressure DOUBLE NULL,
        wind_speed DOUBLE NULL,
        wind_gust DOUBLE NULL,
        wind_direction DOUBLE NULL,
        precipitation DOUBLE NULL,
        PRIMARY KEY (station_id, observed_at)
      ) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
  }

  override down(): void {
    this.addSql('DROP TABLE reading');
  }
}
