import { IsIn, IsString, MinLength } from 'class-validator';
import { formatAlternatives, FromEnv, IntegerFromEnv } from '@weather/service-runtime';
import { KAFKA_LINES, type KafkaLine } from './download/packages.ts';

const MAX_PORT = 65_535;
const MIN_HEAP_MB = 32;
const MIN_KAFKA_HEAP_MB = 192;
const MAX_MEMORY_MB = 65_536;

/** Data folder, ports and memory of the local servers. */
export class DevStackConfig {
  @FromEnv({
    env: 'DEV_STACK_DATA',
    description: 'data folder of the servers, with their logs and passwords',
    allowed: 'the path of a folder that is empty, missing, or created by this program',
  })
  @IsString()
  @MinLength(1)
  dataDirectory = '.weather-data';

  @FromEnv({
    env: 'DEV_STACK_CACHE',
    description: 'download cache (default: ${XDG_CACHE_HOME:-~/.cache}/weather-pipeline)',
    allowed: 'the path of a folder',
  })
  @IsString()
  cacheDirectory = '';

  @FromEnv({
    env: 'DEV_STACK_KAFKA',
    description: 'Kafka 3 with ZooKeeper, or Kafka 4 with KRaft; fixed once a data folder is created',
    allowed: formatAlternatives(KAFKA_LINES),
  })
  @IsIn(KAFKA_LINES)
  kafkaLine: KafkaLine = '3';

  @IntegerFromEnv({
    env: 'DEV_STACK_ZOOKEEPER_PORT',
    description: 'port of ZooKeeper or the Kafka 4 controller on 127.0.0.1 (0: any free port)',
    min: 0,
    max: MAX_PORT,
  })
  zookeeperPort = 2181;

  @IntegerFromEnv({
    env: 'DEV_STACK_KAFKA_PORT',
    description: 'port of Kafka on 127.0.0.1 (0: any free port)',
    min: 0,
    max: MAX_PORT,
  })
  kafkaPort = 9092;

  @IntegerFromEnv({
    env: 'DEV_STACK_MYSQL_PORT',
    description: 'port of MariaDB on 127.0.0.1 (0: any free port)',
    min: 0,
    max: MAX_PORT,
  })
  mysqlPort = 3307;

  @FromEnv({
    env: 'DEV_STACK_MYSQLD',
    description: 'MySQL or MariaDB server to run instead of the downloaded MariaDB',
    allowed: 'the name of a program on the PATH, or its path: mysqld, /usr/sbin/mariadbd',
  })
  @IsString()
  mysqld = '';

  @IntegerFromEnv({
    env: 'DEV_STACK_ZOOKEEPER_HEAP_MB',
    description: 'maximum heap of ZooKeeper or the controller in MB',
    min: MIN_HEAP_MB,
    max: MAX_MEMORY_MB,
  })
  zookeeperHeapMegabytes = 128;

  @IntegerFromEnv({
    env: 'DEV_STACK_KAFKA_HEAP_MB',
    description: 'maximum Kafka heap in MB',
    min: MIN_KAFKA_HEAP_MB,
    max: MAX_MEMORY_MB,
  })
  kafkaHeapMegabytes = 512;

  @IntegerFromEnv({
    env: 'DEV_STACK_MYSQL_BUFFER_MB',
    description: 'InnoDB buffer pool in MB',
    min: MIN_HEAP_MB,
    max: MAX_MEMORY_MB,
  })
  mysqlBufferMegabytes = 256;
}
