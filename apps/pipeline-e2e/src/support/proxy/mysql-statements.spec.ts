import { describe, expect, it } from '@jest/globals';
import { MysqlStatements } from './mysql-statements.ts';

function packet(sequence: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(4);
  header.writeUIntLE(payload.length, 0, 3);
  header[3] = sequence;
  return Buffer.concat([header, payload]);
}

const query = (sql: string): Buffer => packet(0, Buffer.concat([Buffer.of(3), Buffer.from(sql)]));

describe('MysqlStatements', () => {
  const bytes = Buffer.concat([
    packet(1, Buffer.from('\u0003login, not a command')),
    query('begin'),
    packet(0, Buffer.of(14)),
    query(`INSERT INTO t VALUES ('${'é'.repeat(300)}')`),
    packet(2, Buffer.from('\u0003commit')),
    query('commit'),
  ]);
  const statements = ['begin', `INSERT INTO t VALUES ('${'é'.repeat(300)}')`, 'commit'];

  it('finds statements and nothing else', () => {
    expect(new MysqlStatements().push(bytes)).toEqual(statements);
  });

  it('finds statements wherever the bytes are split', () => {
    for (let cut = 0; cut <= bytes.length; cut++) {
      const found = new MysqlStatements();
      expect([...found.push(bytes.subarray(0, cut)), ...found.push(bytes.subarray(cut))]).toEqual(statements);
    }
  });
});
