import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printable, readConfig } from './config.js';

const least = { DATABASE_URL: 'postgres://app:hunter2@db.example:5432/cairn?sslmode=require', CAIRN_ISSUER: 'https://issuer.example' };

describe('the configuration', () => {
  it('has a default for everything but the database and the issuer', () => {
    expect(readConfig(least)).toEqual({
      port: 4000,
      host: '127.0.0.1',
      databaseUrl: least.DATABASE_URL,
      eventStoreUrl: least.DATABASE_URL,
      issuer: 'https://issuer.example',
      logLevel: 'info',
      docs: true,
    });
  });

  it('takes an empty value for none', () => expect(readConfig({ ...least, PORT: '', EVENT_STORE_URL: '' }).port).toBe(4000));

  it('hides the documentation in production, unless it is asked for', () => {
    expect(readConfig({ ...least, NODE_ENV: 'production' }).docs).toBe(false);
    expect(readConfig({ ...least, NODE_ENV: 'production', CAIRN_DOCS: 'on' }).docs).toBe(true);
  });

  it('says everything that is wrong at once, and repeats no value', () => {
    const attempt = () => readConfig({ PORT: '99999', DATABASE_URL: 'mysql://app:hunter2@db/cairn', LOG_LEVEL: 'loud' });
    expect(attempt).toThrow(/PORT[\s\S]*DATABASE_URL[\s\S]*CAIRN_ISSUER[\s\S]*LOG_LEVEL/);
    expect(attempt).not.toThrow(/hunter2/);
  });

  it('reads a secret from the file that is mounted for it', () => {
    const directory = mkdtempSync(join(tmpdir(), 'cairn-config-'));
    const file = join(directory, 'url');
    writeFileSync(file, `${least.DATABASE_URL}\n`);
    try {
      expect(readConfig({ CAIRN_ISSUER: least.CAIRN_ISSUER, DATABASE_URL_FILE: file }).databaseUrl).toBe(least.DATABASE_URL);
      expect(() => readConfig({ CAIRN_ISSUER: least.CAIRN_ISSUER, DATABASE_URL_FILE: join(directory, 'none') })).toThrow('DATABASE_URL_FILE');
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it('is shown without passwords', () => {
    const shown = JSON.stringify(printable(readConfig(least)));
    expect(shown).toContain('postgres://db.example:5432/cairn');
    expect(shown).not.toMatch(/hunter2|app:|sslmode/);
  });
});
