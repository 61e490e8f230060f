// The product under test: one process with its own data, stopped by its own id.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Cookie } from '@playwright/test';

const binary = process.env.TENANTWISE_BIN ?? path.resolve(import.meta.dirname, '../../target/debug/tenantwise');

export interface Mail {
  id: number;
  to: string;
  subject: string;
  text: string;
  html: string;
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}

const pause = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis));

/** Tries until there is an answer. */
export async function eventually<T>(what: string, look: () => Promise<T | undefined>, millis = 15_000): Promise<T> {
  for (const end = Date.now() + millis; Date.now() < end; await pause(100)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error(`waited in vain for ${what}`);
}

function psql(url: string, sql: string) {
  execFileSync('psql', ['--no-psqlrc', '--quiet', '--set', 'ON_ERROR_STOP=1', '--dbname', url, '--command', sql], { stdio: ['ignore', 'pipe', 'pipe'] });
}

/** A database that nobody else uses, on the server that `url` names. */
class Database {
  readonly url: string;
  readonly #name = `end2end_${randomBytes(6).toString('hex')}`;

  constructor(readonly server: string) {
    psql(server, `create database ${this.#name}`);
    const own = new URL(server);
    own.pathname = `/${this.#name}`;
    this.url = own.toString();
  }

  drop() {
    psql(this.server, `drop database if exists ${this.#name} with (force)`);
  }

  run(sql: string) {
    psql(this.url, sql);
  }
}

export class Server {
  /** Signed-in people's cookies: one code each is enough. */
  readonly signedIn = new Map<string, Cookie[]>();

  private constructor(
    readonly url: string,
    readonly mailbox: string,
    private readonly child: ChildProcess,
    private readonly data: string,
    private readonly database: Database | undefined,
    private readonly log: () => string,
    /** Where the demo's Microsoft signs people in and asks for consent. */
    readonly microsoft: string,
    /** Where its administrators act. */
    readonly microsoftDesk: string,
    /** Where faults of the demo's housing system are made. */
    private readonly housingDesk: string,
    /** A second housing system, for the test system. */
    readonly testHousing: string,
    /** Those who pass texts on: their APIs, and where what becomes of a text is decided. */
    readonly notify: { api: string; control: string },
    readonly twilio: { api: string; control: string },
  ) {}

  /**
   * Starts the demo landlord: on SQLite, or with a new database of the PostgreSQL server at `postgres`. `byName` calls
   * it localhost: passkeys belong to a name, not to a number. `settings` are further variables of its environment.
   */
  static async start(postgres?: string, byName = false, settings: NodeJS.ProcessEnv = {}): Promise<Server> {
    const data = mkdtempSync(path.join(tmpdir(), 'tenantwise-end2end-'));
    const database = postgres ? new Database(postgres) : undefined;
    const port = await freePort();
    const url = `http://${byName ? 'localhost' : '127.0.0.1'}:${port}`;
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      TENANTWISE_DATA: data,
      TENANTWISE_LISTEN: `127.0.0.1:${port}`,
      TENANTWISE_BASE_URL: url,
      ...settings,
    };
    delete env.DATABASE_URL;
    if (database) env.DATABASE_URL = database.url;
    const child = spawn(binary, ['serve', '--demo'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    let logged = '';
    child.stdout.on('data', (piece) => (said += piece));
    child.stderr.on('data', (piece) => (logged = (logged + piece).slice(-20_000)));
    const mailbox = await eventually('the server', async () => {
      if (child.exitCode !== null) throw new Error(`the server ended:\n${said}\n${logged}`);
      const ready = await fetch(`${url}/readyz`).catch(() => undefined);
      return ready?.ok ? /Mailbox\s+(http:\S+)/.exec(said)?.[1] : undefined;
    });
    const [desk, microsoft] = /Microsoft (\S+)\s+and (\S+)/.exec(said)?.slice(1) ?? ['', ''];
    const housing = /Housing system (\S+)/.exec(said)?.[1] ?? '';
    const testHousing = /Tests\s+(http:\S+)/.exec(said)?.[1] ?? '';
    const both = (name: string) => {
      const [api, control] = new RegExp(`${name}\\s+(\\S+) and (\\S+)`).exec(said)?.slice(1) ?? ['', ''];
      return { api, control };
    };
    return new Server(url, mailbox, child, data, database, () => logged, microsoft, desk, housing, testHousing, both('Notify'), both('Twilio'));
  }

  async stop() {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    if (this.child.exitCode === null) {
      this.child.kill('SIGTERM');
      const late = setTimeout(() => this.child.kill('SIGKILL'), 20_000);
      await ended;
      clearTimeout(late);
    }
    this.database?.drop();
    rmSync(this.data, { recursive: true, force: true });
    const faults = this.log().split('\n').filter((line) => line.includes('ERROR') || line.includes('panicked'));
    if (faults.length > 0) throw new Error(`the server logged errors:\n${faults.join('\n')}`);
  }

  /** Changes what PostgreSQL holds, for example to let time pass. */
  sql(statement: string) {
    if (!this.database) throw new Error('only a landlord on PostgreSQL can be asked');
    this.database.run(statement);
  }

  /** What goes wrong at the housing system from now on, in place of what did before. */
  async housingFaults(faults: object[]) {
    const done = await fetch(`${this.housingDesk}/_sim/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(faults),
    });
    if (!done.ok) throw new Error(`the housing system answered ${done.status}: ${await done.text()}`);
  }

  /** Mails to one address, newest first. */
  async mails(to: string): Promise<Mail[]> {
    const answer = await fetch(`${this.mailbox}/api/messages?to=${encodeURIComponent(to)}`);
    return (await answer.json()) as Mail[];
  }

  /** The code in the first mail to `to` that is newer than the mail `after`. */
  async code(to: string, after: number): Promise<string> {
    return eventually(`a code for ${to}`, async () => {
      const fresh = (await this.mails(to)).filter((mail) => mail.id > after);
      return fresh.map((mail) => /^\d{6}$/m.exec(mail.text)?.[0]).find(Boolean);
    });
  }

  async newestMail(to: string): Promise<number> {
    return (await this.mails(to))[0]?.id ?? -1;
  }
}
