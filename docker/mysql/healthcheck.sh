#!/usr/bin/env bash
# Healthy means that the consumer could log in. Uses TCP, since a server without TCP is still initializing the database.
MYSQL_PWD=$(cat /run/secrets/consumer/password) \
  exec mysql --no-defaults --host=127.0.0.1 --user=weather_consumer --connect-timeout=3 --execute='SELECT 1' weather_db
