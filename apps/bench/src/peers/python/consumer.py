"""The older project's consumer: one message at a time, and for each row an INSERT and a commit."""
import json
import signal

import mysql.connector
from kafka import KafkaConsumer

from settings import LOG, SETTINGS, tell

INSERT_READING = (
    'INSERT INTO {table} (stationId, observedAt, temperature, humidity, pressure, windSpeed, windDirection, precipitation)'
    ' VALUES (%s, %s, %s, %s, %s, %s, %s, %s)'
)
INSERT_ALERT = 'INSERT INTO {table} (sensor_id, temperature, timestamp) VALUES (%s, %s, %s)'


def instant(value):
    """The database takes an instant in UTC without its zone."""
    return value['observedAt'].rstrip('Z')


def reading_row(value):
    return (value['stationId'], instant(value), value['temperature'], value['humidity'], value['pressure'],
            value['windSpeed'], value['windDirection'], value['precipitation'])


def alert_row(value):
    return value['stationId'], value['temperature'], instant(value)


def consume():
    alerts_only = SETTINGS['store'] == 'alerts'
    insert = (INSERT_ALERT if alerts_only else INSERT_READING).format(table=SETTINGS['table'])
    row = alert_row if alerts_only else reading_row
    connection = mysql.connector.connect(**SETTINGS['database'])
    cursor = connection.cursor()
    consumer = KafkaConsumer(SETTINGS['topic'], bootstrap_servers=SETTINGS['brokers'], group_id=SETTINGS['group'],
                             auto_offset_reset='earliest', value_deserializer=lambda raw: json.loads(raw.decode('utf-8')),
                             key_deserializer=lambda raw: raw.decode('utf-8'))
    messages = rows = 0
    for message in consumer:
        if messages == 0:
            tell('began')
        messages += 1
        value = message.value
        temperature = value['temperature']
        if not alerts_only or temperature > SETTINGS['threshold']:
            cursor.execute(insert, row(value))
            connection.commit()
            rows += 1
            print(f'stored: {temperature}', file=LOG)
        else:
            print(f'normal: {temperature}', file=LOG)
        if messages == SETTINGS['messages']:
            break
    tell('ended', messages=messages, rows=rows)


consume()
signal.pause()  # The bench reads what this process has used before it ends it.
