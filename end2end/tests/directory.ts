// A directory of people that we did not write: oidc-provider, set up to answer as Microsoft Entra ID does.
import { createHash, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { type IncomingMessage, type Server as HttpServer, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/** Always the same id for the same person, in the form that Entra gives. */
function objectId(person: string): string {
  const digits = createHash('sha256').update(person).digest('hex');
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20, 32)].join('-');
}

const signInPage = (uid: string) => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>Directory</title></head>
<body><main>
<h1>Who are you?</h1>
<form method="post" action="${uid}">
<label>Work account <input name="login" autocomplete="off"></label>
<button>Sign in</button>
</form>
<p><a href="${uid}/cancel">Cancel</a></p>
</main></body>
</html>`;

async function body(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const piece of request) text += piece;
  return new URLSearchParams(text);
}

export class Directory {
  readonly tenant = randomUUID();
  readonly client = randomUUID();
  readonly secret = randomBytes(24).toString('base64url');
  readonly #path = `/${this.tenant}/v2.0`;
  #provider: Provider | undefined;

  private constructor(
    private readonly http: HttpServer,
    readonly origin: string,
  ) {}

  static async start(): Promise<Directory> {
    const http = createServer();
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const directory = new Directory(http, `http://127.0.0.1:${(http.address() as AddressInfo).port}`);
    http.on('request', (request, response) => {
      directory.#answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
    });
    return directory;
  }

  async stop() {
    const closed = new Promise((resolve) => this.http.close(resolve));
    this.http.closeAllConnections();
    await closed;
  }

  /** Registers the landlord's application, which is sent back to `redirect`. */
  register(redirect: string) {
    const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
    const provider = new Provider(`${this.origin}${this.#path}`, {
      clients: [
        {
          client_id: this.client,
          client_secret: this.secret,
          redirect_uris: [redirect],
          grant_types: ['authorization_code'],
          response_types: ['code'],
          token_endpoint_auth_method: 'client_secret_post',
          id_token_signed_response_alg: 'RS256',
        },
      ],
      jwks: { keys: [{ ...key, kid: 'first', use: 'sig', alg: 'RS256' }] },
      cookies: { keys: [randomBytes(24).toString('hex')] },
      pkce: { required: () => true },
      scopes: ['openid', 'profile', 'email'],
      claims: { openid: ['sub', 'tid', 'oid'], profile: ['preferred_username'], email: ['email'] },
      // Entra puts what the scopes allow into the ID token itself.
      conformIdTokenClaims: false,
      ttl: { AccessToken: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_: unknown, { uid }: { uid: string }) => `${this.#path}/interaction/${uid}` },
      findAccount: (_: unknown, person: string) => ({
        accountId: person,
        claims: () => ({ sub: person, tid: this.tenant, oid: objectId(person), preferred_username: person, email: person }),
      }),
      // The landlord has agreed for everybody.
      loadExistingGrant: async (ctx: any) => {
        const { client, session } = ctx.oidc;
        const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
        grant.addOIDCScope('openid profile email');
        await grant.save();
        return grant;
      },
    });
    this.#provider = provider;
  }

  async #answer(request: IncomingMessage & { originalUrl?: string }, response: ServerResponse) {
    const { pathname } = new URL(request.url!, this.origin);
    if (!this.#provider || !pathname.startsWith(`${this.#path}/`)) return response.writeHead(404).end();
    const [, uid, choice] = /\/interaction\/([^/]+)(\/cancel)?$/.exec(pathname) ?? [];
    if (!uid) {
      request.originalUrl = request.url;
      request.url = request.url!.slice(this.#path.length);
      return this.#provider.callback()(request, response);
    }
    if (choice) {
      const error = { error: 'access_denied', error_description: 'AADSTS65004: User declined to consent to access the app.' };
      return this.#provider.interactionFinished(request, response, error);
    }
    if (request.method === 'POST') {
      const accountId = (await body(request)).get('login')!;
      return this.#provider.interactionFinished(request, response, { login: { accountId } });
    }
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(signInPage(uid));
  }
}
