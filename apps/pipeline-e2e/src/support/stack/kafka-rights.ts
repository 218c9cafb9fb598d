import type { KafkaConnection } from '@weather/kafka-client';

/** Kafka's numbers; kafkajs has names for them, but only kafka-client may import it. */
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

/** A permission of a user. */
export interface KafkaRight {
  readonly operation: keyof typeof OPERATIONS;
  readonly on: keyof typeof RESOURCES;
  readonly name: string;
}

/** Makes the ACL of a permission. */
export function makeAcl(user: string, { operation, on, name }: KafkaRight): Acl {
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

/** Makes a filter for all ACLs of a user. */
export function makeAclFilter(user: string): AclFilter {
  const filter: Partial<Record<keyof AclFilter, string | number>> = {
    resourceType: ANY,
    principal: `User:${user}`,
    operation: ANY,
    permissionType: ANY,
    resourcePatternType: ANY,
  };
  return filter as unknown as AclFilter;
}
