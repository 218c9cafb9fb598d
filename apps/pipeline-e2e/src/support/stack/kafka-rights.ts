import type { KafkaConnection } from '@weather/kafka-client';

/** Kafka's numbers; the names for them are kafkajs's, which kafka-client keeps to itself. */
const RESOURCES = { topic: 2, group: 3, transactionalId: 5 } as const;
const OPERATIONS = {
  Read: 3,
  Write: 4,
  Create: 5,
  Describe: 8,
  DescribeConfigs: 10,
  AlterConfigs: 11,
} as const;
const ANY = 1;
const ALLOW = 3;
const LITERAL = 3;

type Admin = ReturnType<KafkaConnection['kafka']['admin']>;
type Acl = Parameters<Admin['createAcls']>[0]['acl'][number];
type AclFilter = Parameters<Admin['deleteAcls']>[0]['filters'][number];

/** A right of a user. */
export interface Right {
  readonly operation: keyof typeof OPERATIONS;
  readonly on: keyof typeof RESOURCES;
  readonly name: string;
}

/** A right as Kafka keeps it. */
export function aclOf(user: string, { operation, on, name }: Right): Acl {
  const acl: Record<keyof Acl, string | number> = {
    resourceType: RESOURCES[on],
    resourceName: name,
    principal: `User:${user}`,
    host: '*',
    operation: OPERATIONS[operation],
    permissionType: ALLOW,
    resourcePatternType: LITERAL,
  };
  return acl as unknown as Acl;
}

/** What finds all rights of a user. */
export function anyAclOf(user: string): AclFilter {
  const filter: Partial<Record<keyof AclFilter, string | number>> = {
    resourceType: ANY,
    principal: `User:${user}`,
    operation: ANY,
    permissionType: ANY,
    resourcePatternType: ANY,
  };
  return filter as unknown as AclFilter;
}
