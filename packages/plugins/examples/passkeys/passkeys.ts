import { definePlugin, type LiveSession } from '@skerry/kit';
import {
  type AuthVisit,
  factorChanged,
  hasConfirmed,
  loginAs,
  require,
  type User,
} from '@skerry/plugins/auth';
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type WebAuthnCredential,
} from '@simplewebauthn/server';

/** A passkey, and whose it is. */
export interface Passkey extends WebAuthnCredential {
  readonly user: string;
}

/** The passkeys of an app: a table of its database. */
export interface PasskeyTable {
  find(id: string): Promise<Passkey | undefined>;
  ofUser(user: string): Promise<Passkey[]>;
  /** Adds a passkey, or writes its counter. */
  put(passkey: Passkey): Promise<void>;
}

/** Options of {@link passkeys}. */
export interface PasskeyOptions {
  /** The name of the app, as browsers show it. */
  readonly name: string;
  /** The origin of the app, from its configuration: passkeys are for its host. */
  readonly origin: string;
  readonly table: PasskeyTable;
  readonly findUser: (id: string) => Promise<User | undefined>;
}

interface Handled {
  readonly req: Request;
  readonly context: AuthVisit;
}

/** Registers passkeys of users who are logged in, and logs in by them. */
export const passkeys = definePlugin<PasskeyOptions>({
  name: 'example:passkeys',
  dependencies: { 'skerry:auth': {} },
  setup({ options: { name: rpName, origin, table, findUser }, routes }) {
    const rpID = new URL(origin).hostname;
    const challenges = new Challenges();
    const expected = { expectedOrigin: origin, expectedRPID: rpID, requireUserVerification: true };

    routes.endpoint('/passkeys/new', {
      guard: require(),
      async POST({ context }: Handled) {
        // A new factor is a change of what matters: whoever finds an open page must not add theirs.
        if (!hasConfirmed(context, 5)) return refusal('Enter your password again.', 403);
        const { id } = context.locals.user!;
        const options = await generateRegistrationOptions({
          rpName,
          rpID,
          userName: id,
          userID: new TextEncoder().encode(id),
          excludeCredentials: await table.ofUser(id),
          authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        });
        challenges.keep('new', context.session, options.challenge);
        return options;
      },
    });

    routes.endpoint('/passkeys/register', {
      guard: require(),
      async POST({ req, context }: Handled) {
        const response = (await req.json()) as RegistrationResponseJSON;
        const expectedChallenge = challenges.take('new', context.session);
        const verified = await attempt(() =>
          verifyRegistrationResponse({ response, expectedChallenge, ...expected }),
        );
        if (!verified?.verified) return refusal('This passkey could not be registered.');
        const user = context.locals.user!.id;
        await table.put({ ...verified.registrationInfo.credential, user });
        await factorChanged(context);
        return { registered: true };
      },
    });

    routes.endpoint('/passkeys/challenge', {
      async POST({ context }: Handled) {
        const options = await generateAuthenticationOptions({ rpID, userVerification: 'required' });
        challenges.keep('login', context.session, options.challenge);
        return options;
      },
    });

    routes.endpoint('/passkeys/login', {
      async POST({ req, context }: Handled) {
        const response = (await req.json()) as AuthenticationResponseJSON;
        const expectedChallenge = challenges.take('login', context.session);
        const passkey = await table.find(`${response.id}`);
        const verified =
          passkey &&
          (await attempt(() =>
            verifyAuthenticationResponse({
              response,
              expectedChallenge,
              credential: passkey,
              ...expected,
            }),
          ));
        const user = verified?.verified ? await findUser(passkey!.user) : undefined;
        if (!verified || !user) return refusal('This passkey is not known.');
        await table.put({ ...passkey!, counter: verified.authenticationInfo.newCounter });
        await loginAs(context, user, 'passkey');
        return { user: user.id };
      },
    });
  },
});

/** Runs a check of the library; what it throws is about what the browser sent. */
async function attempt<T>(check: () => Promise<T>): Promise<T | undefined> {
  try {
    return await check();
  } catch {
    return undefined;
  }
}

const refusal = (message: string, status = 401): Response => Response.json({ message }, { status });

/** Challenges by purpose and session: each is good once, for five minutes. */
class Challenges {
  readonly #kept = new Map<string, { challenge: string; until: number }>();

  keep(purpose: string, { id }: LiveSession, challenge: string): void {
    const [eldest] = this.#kept.size >= 10_000 ? this.#kept.keys() : [];
    if (eldest !== undefined) this.#kept.delete(eldest);
    this.#kept.set(`${purpose} ${id}`, { challenge, until: Date.now() + 300_000 });
  }

  /** Takes the challenge of a session; a text that no challenge is, if there is none. */
  take(purpose: string, { id }: LiveSession): string {
    const key = `${purpose} ${id}`;
    const kept = this.#kept.get(key);
    this.#kept.delete(key);
    return kept && kept.until > Date.now() ? kept.challenge : '(none)';
  }
}
