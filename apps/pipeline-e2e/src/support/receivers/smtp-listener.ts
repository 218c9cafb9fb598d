import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createServer, type Server } from 'node:tls';
import { promisify } from 'node:util';

/** A received message. */
export interface ReceivedMail {
  readonly user: string;
  readonly password: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly text: string;
}

const PASSPHRASE = 'changeit';

/** A server for the part of SMTP (RFC 5321, 4954) that sending a message needs, over TLS from the start. */
export class SmtpListener {
  readonly mails: ReceivedMail[] = [];

  private constructor(
    private readonly server: Server,
    /** The certificate in PEM. */
    readonly caFile: string,
  ) {}

  /** Starts with a new certificate, made by Java's keytool in a folder. */
  static async open(folder: string): Promise<SmtpListener> {
    const store = join(folder, 'smtp.p12');
    const caFile = join(folder, 'smtp.pem');
    await keytool(
      store,
      '-genkeypair',
      '-keyalg',
      'RSA',
      '-dname',
      'CN=localhost',
      '-ext',
      'san=ip:127.0.0.1',
    );
    await keytool(store, '-exportcert', '-rfc', '-file', caFile);
    const server = createServer({ pfx: await readFile(store), passphrase: PASSPHRASE });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const listener = new SmtpListener(server, caFile);
    server.on('secureConnection', (socket) => new Conversation(socket, (mail) => listener.mails.push(mail)));
    return listener;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    await new Promise((resolve) => this.server.close(resolve));
  }
}

class Conversation {
  #login: readonly string[] = [];
  #from = '';
  #to: string[] = [];
  #text: string[] | undefined;

  constructor(
    private readonly socket: Socket,
    private readonly keep: (mail: ReceivedMail) => void,
  ) {
    socket.on('error', () => undefined);
    createInterface({ input: socket }).on('line', (line) => this.#hear(line));
    this.#say('220 listener ESMTP');
  }

  #hear(line: string): void {
    if (this.#text !== undefined) this.#hearText(this.#text, line);
    else this.#say(...this.#reply(line));
  }

  #reply(line: string): string[] {
    const [verb = '', ...words] = line.split(' ');
    switch (verb.toUpperCase()) {
      case 'EHLO':
        return ['250-listener', '250 AUTH PLAIN'];
      case 'AUTH':
        this.#login = Buffer.from(words[1] ?? '', 'base64')
          .toString('utf8')
          .split('\0');
        return ['235 welcome'];
      case 'MAIL':
        this.#from = line;
        return ['250 fine'];
      case 'RCPT':
        this.#to.push(line);
        return ['250 fine'];
      case 'DATA':
        this.#text = [];
        return ['354 go on'];
      case 'QUIT':
        return ['221 bye'];
      default:
        return ['500 what?'];
    }
  }

  #hearText(text: string[], line: string): void {
    if (line !== '.') {
      text.push(line);
      return;
    }
    const [, user = '', password = ''] = this.#login;
    // Joins the lines that quoted-printable has broken.
    const whole = text.join('\n').replaceAll('=\n', '');
    this.keep({ user, password, from: this.#from, to: this.#to, text: whole });
    this.#text = undefined;
    this.#say('250 kept');
  }

  #say(...lines: readonly string[]): void {
    this.socket.write(lines.map((line) => `${line}\r\n`).join(''));
  }
}

async function keytool(store: string, command: string, ...args: string[]): Promise<void> {
  const common = ['-alias', 'smtp', '-keystore', store, '-storetype', 'PKCS12', '-storepass', PASSPHRASE];
  await promisify(execFile)('keytool', [command, ...common, ...args]);
}
