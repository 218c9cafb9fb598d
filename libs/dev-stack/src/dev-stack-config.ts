import { IsIn, IsString, MinLength } from 'class-validator';
import { FromEnv, IntegerFromEnv } from '@weather/service-runtime';
import { KAFKA_LINES, type KafkaLine } from './download/packages.ts';

const MAX_PORT = 65_535;
const MIN_HEAP_MB = 32;
const MIN_KAFKA_HEAP_MB = 192;
const MAX_MEMORY_MB = 65_536;

/** Where the local servers keep their data, where they listen and how much memory they take. */
export class DevStackConfig {
  @FromEnv({
    env: 'DEV_STACK_DATA',
    description: 'folder of the servers’ data, logs and passwords',
    allowed: 'the path of a folder that is empty, missing, or made by this program',
  })
  @IsString()
  @MinLength(1)
  dataDirectory = '.weather-data';

  @FromEnv({
    env: 'DEV_STACK_CACHE',
    description: 'folder of the downloads; ${XDG_CACHE_HOME:-~/.cache}/weather-pipeline unless set',
    allowed: 'the path of a folder',
  })
  @IsString()
  cacheDirectory = '';

  @FromEnv({
    env: 'DEV_STACK_KAFKA',
    description:
      'Kafka 3 with ZooKeeper, or Kafka 4 without (KRaft); a data folder keeps the one it was made with',
    allowed: KAFKA_LINES.join(', '),
  })
  @IsIn(KAFKA_LINES)
  kafkaLine: KafkaLine = '3';

  @IntegerFromEnv({
    env: 'DEV_STACK_ZOOKEEPER_PORT',
    description: 'port of ZooKeeper, or of the controller of Kafka 4, on 127.0.0.1; 0 takes any free one',
    min: 0,
    max: MAX_PORT,
  })
  zookeeperPort = 2181;

  @IntegerFromEnv({
    env: 'DEV_STACK_KAFKA_PORT',
    description: 'port of Kafka on 127.0.0.1; 0 takes any free one',
    min: 0,
    max: MAX_PORT,
  })
  kafkaPort = 9092;

  @IntegerFromEnv({
    env: 'DEV_STACK_MYSQL_PORT',
    description: 'port of MariaDB on 127.0.0.1; 0 takes any free one',
    min: 0,
    max: MAX_PORT,
  })
  mysqlPort = 3307;

  @FromEnv({
    env: 'DEV_STACK_MYSQLD',
    description: 'a MySQL or MariaDB server to run instead of the fetched MariaDB',
    allowed: 'the name of a program on the PATH, or its path: mysqld, /usr/sbin/mariadbd',
  })
  @IsString()
  mysqld = '';

  @IntegerFromEnv({
    env: 'DEV_STACK_ZOOKEEPER_HEAP_MB',
    description: 'the most heap that ZooKeeper or the controller takes, in MB',
    min: MIN_HEAP_MB,
    max: MAX_MEMORY_MB,
  })
  zookeeperHeapMegabytes = 128;

  @IntegerFromEnv({
    env: 'DEV_STACK_KAFKA_HEAP_MB',
    description: 'the most heap that Kafka takes, in MB',
    min: MIN_KAFKA_HEAP_MB,
    max: MAX_MEMORY_MB,
  })
  kafkaHeapMegabytes = 512;

  @IntegerFromEnv({
    env: 'DEV_STACK_MYSQL_BUFFER_MB',
    description: 'InnoDB’s buffer pool, in MB',
    min: MIN_HEAP_MB,
    max: MAX_MEMORY_MB,
  })
  mysqlBufferMegabytes = 256;
}
