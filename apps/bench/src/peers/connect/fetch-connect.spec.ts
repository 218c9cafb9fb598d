import { describe, expect, it } from '@jest/globals';
import { isShared } from './fetch-connect.ts';

describe('isShared', () => {
  it.each(['slf4j-api-1.7.36.jar', 'jackson-core-2.19.0.jar', 'jackson-databind-2.19.0.jar'])(
    'leaves %s to the worker',
    (jar) => expect(isShared(jar)).toBe(true),
  );

  it.each(['debezium-core-3.3.1.Final.jar', 'jackson-datatype-jsr310-2.19.0.jar'])(
    'keeps %s in the plugin',
    (jar) => expect(isShared(jar)).toBe(false),
  );
});
