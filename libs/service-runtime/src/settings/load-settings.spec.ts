import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IsArray, IsBoolean, IsInt, IsNumber, IsString, Max, Min, MinLength } from 'class-validator';
import { ConfigurationError } from './configuration-error.ts';
import { describeSettings, settingsHelp } from './describe-settings.ts';
import { loadSettings } from './load-settings.ts';
import { FromEnv } from './setting.ts';

class ServerConfig {
  @FromEnv({
    env: 'SERVER_PORT',
    type: 'integer',
    description: 'its port',
    allowed: 'an integer from 1 to 10',
  })
  @IsInt()
  @Min(1)
  @Max(10)
  port = 7;

  @FromEnv({ env: 'SERVER_PASSWORD', description: 'its password', allowed: 'a password', secret: true })
  @IsString()
  @MinLength(1)
  password!: string;
}

class AlertConfig {
  @FromEnv({ env: 'THRESHOLD', type: 'number', description: 'in °C', allowed: 'a number' })
  @IsNumber()
  threshold = 30;

  @FromEnv({ env: 'ENABLED', type: 'boolean', description: 'whether', allowed: 'true or false' })
  @IsBoolean()
  enabled = true;

  @FromEnv({ env: 'NAMES', type: 'list', description: 'names', allowed: 'names' })
  @IsArray()
  names = ['a', 'b'];
}

class OtherServerConfig extends ServerConfig {
  override port = 9;
}

const sections = { server: ServerConfig, alerts: AlertConfig };
const password = { SERVER_PASSWORD: 'secret' };

function faultsOf(environment: Record<string, string>): string {
  try {
    loadSettings(sections, environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
  }
  throw new Error('no fault was found');
}

describe('loadSettings', () => {
  it('leaves the defaults of what is unset or empty', () => {
    const { server, alerts } = loadSettings(sections, { ...password, THRESHOLD: '' });
    expect(server.port).toBe(7);
    expect(alerts).toEqual({ threshold: 30, enabled: true, names: ['a', 'b'] });
  });

  it('parses each type', () => {
    const environment = { ...password, SERVER_PORT: '3', THRESHOLD: '-1.5', ENABLED: 'FALSE', NAMES: 'x, y' };
    const { server, alerts } = loadSettings(sections, environment);
    expect(server.port).toBe(3);
    expect(alerts).toEqual({ threshold: -1.5, enabled: false, names: ['x', 'y'] });
  });

  it('names every fault of every section, with the value and what is allowed', () => {
    const message = faultsOf({ SERVER_PORT: '11', THRESHOLD: 'hot', ENABLED: 'maybe' });
    expect(message.split('\n').slice(1)).toEqual([
      '  SERVER_PORT="11" is invalid; expected an integer from 1 to 10',
      '  SERVER_PASSWORD (or SERVER_PASSWORD_FILE) must be set',
      '  THRESHOLD="hot" is invalid; expected a number',
      '  ENABLED="maybe" is invalid; expected true or false',
    ]);
  });

  it.each(['Infinity', 'NaN', '0x', ' ', '1e999'])('takes "%s" for no number', (text) => {
    expect(faultsOf({ ...password, THRESHOLD: text })).toContain(`THRESHOLD="${text}"`);
  });

  it('freezes what it returns', () => {
    const settings = loadSettings(sections, password);
    expect(Object.isFrozen(settings)).toBe(true);
    expect(Object.isFrozen(settings.server)).toBe(true);
  });

  it('lets a subclass change a default', () => {
    expect(loadSettings({ server: OtherServerConfig }, password).server.port).toBe(9);
    expect(loadSettings({ server: OtherServerConfig }, { ...password, SERVER_PORT: '2' }).server.port).toBe(
      2,
    );
  });

  describe('with a secret in a file', () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'settings-'));
      writeFileSync(join(folder, 'password'), 'from-file\n');
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    it('reads the file without its last line break', () => {
      const settings = loadSettings(sections, { SERVER_PASSWORD_FILE: join(folder, 'password') });
      expect(settings.server.password).toBe('from-file');
    });

    it('refuses both the value and the file', () => {
      const message = faultsOf({ ...password, SERVER_PASSWORD_FILE: join(folder, 'password') });
      expect(message).toContain('SERVER_PASSWORD and SERVER_PASSWORD_FILE are both set');
    });

    it('names a file that cannot be read', () => {
      expect(faultsOf({ SERVER_PASSWORD_FILE: join(folder, 'none') })).toContain('SERVER_PASSWORD_FILE="');
    });

    it('reads no file for what is no secret', () => {
      expect(
        loadSettings(sections, { ...password, SERVER_PORT_FILE: join(folder, 'password') }).server.port,
      ).toBe(7);
    });
  });
});

describe('describeSettings', () => {
  it('lists name, default, meaning and what is allowed in the order of declaration', () => {
    expect(describeSettings(sections).map(({ env, defaultText }) => [env, defaultText])).toEqual([
      ['SERVER_PORT', '7'],
      ['SERVER_PASSWORD (or SERVER_PASSWORD_FILE)', ''],
      ['THRESHOLD', '30'],
      ['ENABLED', 'true'],
      ['NAMES', 'a,b'],
    ]);
  });

  it('is what --help prints', () => {
    const help = settingsHelp('app', 'does things.', sections);
    expect(help).toContain('app: does things.');
    expect(help).toContain('  SERVER_PORT [7]\n      its port; allowed: an integer from 1 to 10');
  });
});
