"""The older project's producer without its pause: send, then flush, for each message."""
import json
import signal

from kafka import KafkaProducer

from settings import LOG, SETTINGS, tell


def produce():
    producer = KafkaProducer(bootstrap_servers=SETTINGS['brokers'], value_serializer=lambda v: json.dumps(v).encode('utf-8'),
                             key_serializer=lambda k: k.encode('utf-8'))
    topic, readings = SETTINGS['topic'], SETTINGS['readings']
    producer.partitions_for(topic)
    tell('began')
    for index in range(SETTINGS['messages']):
        reading = readings[index % len(readings)]
        producer.send(topic, key=reading['stationId'], value=reading)
        producer.flush()
        print(f'sent: {reading}', file=LOG)
    tell('ended', messages=SETTINGS['messages'])


produce()
signal.pause()  # The bench reads what this process has used before it ends it.
