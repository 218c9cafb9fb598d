#!/usr/bin/env bash
# Runs once, when the database is created: creates a user for each app, with the rights that it needs.
set -euo pipefail

password() { cat "/run/secrets/$1/password"; }

MYSQL_PWD=$(cat /root/password) mysql --user=root <<SQL
CREATE DATABASE IF NOT EXISTS weather_db CHARACTER SET utf8mb4;
CREATE USER 'weather_migrator'@'%' IDENTIFIED BY '$(password migrator)';
GRANT ALL PRIVILEGES ON weather_db.* TO 'weather_migrator'@'%';
CREATE USER 'weather_consumer'@'%' IDENTIFIED BY '$(password consumer)';
GRANT SELECT, INSERT, UPDATE, DELETE ON weather_db.* TO 'weather_consumer'@'%';
CREATE USER 'weather_maintenance'@'%' IDENTIFIED BY '$(password maintenance)';
GRANT SELECT, INSERT, UPDATE, DELETE ON weather_db.* TO 'weather_maintenance'@'%';
CREATE USER 'weather_notifier'@'%' IDENTIFIED BY '$(password notifier)';
GRANT SELECT ON weather_db.* TO 'weather_notifier'@'%';
-- The tables are not there yet: only together with CREATE can anything be granted on them.
GRANT CREATE, UPDATE, DELETE ON weather_db.notification_outbox TO 'weather_notifier'@'%';
GRANT CREATE, INSERT, UPDATE, DELETE ON weather_db.notification_group TO 'weather_notifier'@'%';
GRANT CREATE, INSERT, UPDATE, DELETE ON weather_db.notification_event TO 'weather_notifier'@'%';
GRANT CREATE, INSERT, UPDATE, DELETE ON weather_db.notification TO 'weather_notifier'@'%';
REVOKE CREATE ON weather_db.notification_outbox FROM 'weather_notifier'@'%';
REVOKE CREATE ON weather_db.notification_group FROM 'weather_notifier'@'%';
REVOKE CREATE ON weather_db.notification_event FROM 'weather_notifier'@'%';
REVOKE CREATE ON weather_db.notification FROM 'weather_notifier'@'%';
CREATE USER 'weather_reader'@'%' IDENTIFIED BY '$(password reader)';
GRANT SELECT ON weather_db.* TO 'weather_reader'@'%';
CREATE USER 'weather_operator'@'%' IDENTIFIED BY '$(password operator)';
GRANT SELECT ON weather_db.* TO 'weather_operator'@'%';
-- The table is not there yet: only together with CREATE can anything be granted on it.
GRANT CREATE, UPDATE ON weather_db.alert_episode TO 'weather_operator'@'%';
REVOKE CREATE ON weather_db.alert_episode FROM 'weather_operator'@'%';
SQL
