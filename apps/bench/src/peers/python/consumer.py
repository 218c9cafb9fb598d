"""The older project's consumer: one message at a time, and for each row an INSERT and a commit."""
import json
import signal

import mysql.connector
from kafka import KafkaConsumer

from settings import LOG, SETTINGS, report

INSERT_READING = (
    'INSERT INTO {table} (stationId, observedAt, temperature, humidity, pressure, windSpeed, windDirection, precipitation)'
    ' VALUES (%s, %s, %s, %s, %s, %s, %s, %s)'
)
INSERT_EXCEEDANCE = 'INSERT INTO {table} (sensor_id, temperature, timestamp) VALUES (%s, %s, %s)'


def timestamp(value):
    """The database expects a UTC timestamp without its zone."""
    return value['observedAt'].rstrip('Z')


def reading_row(value):
    return (value['stationId'], timestamp(value), value['temperature'], value['humidity'], value['pressure'],
            value['windSpeed'], value['windDirection'], value['precipitation'])


def exceedance_row(value):
    return value['stationId'], value['temperature'], timestamp(value)


def consume():
    exceedances_only = SETTINGS['store'] == 'exceedances'
    insert = (INSERT_EXCEEDANCE if exceedances_only else INSERT_READING).format(table=SETTINGS['table'])
    row = exceedance_row if exceedances_only else reading_row
    connection = mysql.connector.connect(**SETTINGS['database'])
    cursor = connection.cursor()
    consumer = KafkaConsumer(SETTINGS['topic'], bootstrap_servers=SETTINGS['brokers'], group_id=SETTINGS['group'],
                             auto_offset_reset='earliest', value_deserializer=lambda raw: json.loads(raw.decode('utf-8')),
                             key_deserializer=lambda raw: raw.decode('utf-8'))
    messages = rows = 0
    for message in consumer:
        if messages == 0:
            report('began')
        messages += 1
        value = message.value
        temperature = value['temperature']
        if not exceedances_only or temperature > SETTINGS['threshold']:
            cursor.execute(insert, row(value))
            connection.commit()
            rows += 1
            print(f'stored: {temperature}', file=LOG)
        else:
            print(f'normal: {temperature}', file=LOG)
        if messages == SETTINGS['messages']:
            break
    report('ended', messages=messages, rows=rows)


consume()
signal.pause()  # The bench reads the CPU time of this process before it stops it.
