import { IsInt, IsString, Max, Min, MinLength } from 'class-validator';
import { FromEnv } from '@weather/service-runtime';

const MAX_PORT = 65_535;
const PORT_ALLOWED = `an integer from 0 to ${MAX_PORT}; 0 takes any free one`;
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
    env: 'DEV_STACK_ZOOKEEPER_PORT',
    type: 'integer',
    description: 'port of ZooKeeper on 127.0.0.1',
    allowed: PORT_ALLOWED,
  })
  @IsInt()
  @Min(0)
  @Max(MAX_PORT)
  zookeeperPort = 2181;

  @FromEnv({
    env: 'DEV_STACK_KAFKA_PORT',
    type: 'integer',
    description: 'port of Kafka on 127.0.0.1',
    allowed: PORT_ALLOWED,
  })
  @IsInt()
  @Min(0)
  @Max(MAX_PORT)
  kafkaPort = 9092;

  @FromEnv({
    env: 'DEV_STACK_MYSQL_PORT',
    type: 'integer',
    description: 'port of MariaDB on 127.0.0.1',
    allowed: PORT_ALLOWED,
  })
  @IsInt()
  @Min(0)
  @Max(MAX_PORT)
  mysqlPort = 3307;

  @FromEnv({
    env: 'DEV_STACK_MYSQLD',
    description: 'a MySQL or MariaDB server to run instead of the fetched MariaDB',
    allowed: 'the name of a program on the PATH, or its path: mysqld, /usr/sbin/mariadbd',
  })
  @IsString()
  mysqld = '';

  @FromEnv({
    env: 'DEV_STACK_ZOOKEEPER_HEAP_MB',
    type: 'integer',
    description: 'the most heap that ZooKeeper takes, in MB',
    allowed: `an integer from ${MIN_HEAP_MB} to ${MAX_MEMORY_MB}`,
  })
  @IsInt()
  @Min(MIN_HEAP_MB)
  @Max(MAX_MEMORY_MB)
  zookeeperHeapMegabytes = 128;

  @FromEnv({
    env: 'DEV_STACK_KAFKA_HEAP_MB',
    type: 'integer',
    description: 'the most heap that Kafka takes, in MB',
    allowed: `an integer from ${MIN_KAFKA_HEAP_MB} to ${MAX_MEMORY_MB}`,
  })
  @IsInt()
  @Min(MIN_KAFKA_HEAP_MB)
  @Max(MAX_MEMORY_MB)
  kafkaHeapMegabytes = 512;

  @FromEnv({
    env: 'DEV_STACK_MYSQL_BUFFER_MB',
    type: 'integer',
    description: 'InnoDB’s buffer pool, in MB',
    allowed: `an integer from ${MIN_HEAP_MB} to ${MAX_MEMORY_MB}`,
  })
  @IsInt()
  @Min(MIN_HEAP_MB)
  @Max(MAX_MEMORY_MB)
  mysqlBufferMegabytes = 256;
}
