#!/usr/bin/env bash
# Healthy is: the consumer could log in. Over TCP, since a server without it sets up a new database first.
MYSQL_PWD=$(cat /run/secrets/consumer/password) \
  exec mysql --no-defaults --host=127.0.0.1 --user=weather_consumer --connect-timeout=3 --execute='SELECT 1' weather_db
