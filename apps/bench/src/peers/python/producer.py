"""The older project's producer without its pause: send, then flush, for each message."""
import json
import signal

from kafka import KafkaProducer

from settings import LOG, SETTINGS, report


def produce():
    producer = KafkaProducer(bootstrap_servers=SETTINGS['brokers'], value_serializer=lambda v: json.dumps(v).encode('utf-8'),
                             key_serializer=lambda k: k.encode('utf-8'))
    topic, readings = SETTINGS['topic'], SETTINGS['readings']
    producer.partitions_for(topic)
    report('began')
    for index in range(SETTINGS['messages']):
        reading = readings[index % len(readings)]
        producer.send(topic, key=reading['stationId'], value=reading)
        producer.flush()
        print(f'sent: {reading}', file=LOG)
    report('ended', messages=SETTINGS['messages'])


produce()
signal.pause()  # The bench reads the CPU time of this process before it stops it.
