import { createHash } from 'node:crypto';

import type { EventPayload } from '@skerry/wire';

import type { Limits } from '../../core/limits.js';
import type { KnownSession } from '../../core/session.js';
import { randomName } from '../../core/random-name.js';
import type { KeyRing } from '../../core/token.js';
import { stale } from '../region/refusal.js';
import type { Region } from '../region/region.js';
import { snapshotOf } from '../region/snapshot.js';
import type { Reply } from '../render/update-sink.js';
import type { Admission, Admissions, Applicant } from './admission.js';
import { prerenderedToken } from './prerendered.js';
import type { PostedForm } from './refused-post.js';
import type { RegionRegistry } from './region-registry.js';

/** The content of the token in a form that is posted. */
interface PostContent {
  id: string;
  /** The token by which a connection joins the region: it is bound to its session, page, place and build. */
  token: string;
  /** Names this form: what it posts is done once. */
  nonce: string;
  /** Names a form in a file, for one visitor. */
  name?: string | undefined;
  /** The state of the region; absent if it is too large. */
  state?: string | undefined;
}

/** What a form has posted to a region. */
export interface Post {
  /** The token in the form. */
  readonly token: string;
  readonly payload: EventPayload;
  /** The form, unless a button posted its event alone. */
  readonly form?: PostedForm | undefined;
  /** The path that it was posted to. */
  readonly page: string;
}

/** What has come of it. */
export interface PostOutcome {
  readonly reply: Reply;
  /** The region, for the page that answers; none if nobody was admitted. */
  readonly region?: Region | undefined;
  /** The path to which the handler sends the visitor. */
  readonly to?: string | undefined;
}

/** What was done with a form: its answer is for those who post it again, and while it is on its way, too. */
type Done = Promise<{
  readonly reply: Reply;
  readonly to?: string | undefined;
  state?: string | undefined;
}>;

/** The dependencies of posts. */
export interface PostsOptions {
  readonly admissions: Admissions;
  readonly registry: RegionRegistry;
  readonly ring: KeyRing;
  readonly limits: Limits;
}

const kind = 'post';

/** Hands what forms post, where no script runs, to the regions that they belong to. Each form counts once. */
export class Posts {
  readonly #options: PostsOptions;
  /** By the name of the form with what it has sent, oldest first. */
  readonly #done = new Map<string, Done>();

  constructor(options: PostsOptions) {
    this.#options = options;
  }

  /**
   * Makes the token of a region's forms: sealed, since it carries the state.
   *
   * @param token the one by which a connection joins the region
   * @param copies the number of forms that will carry it
   */
  sealPost({ id, state }: Region, token: string, copies: number): string {
    const { ring, limits } = this.#options;
    const snapshot = snapshotOf(state, Math.floor(limits.maxPostedState / copies));
    const content: PostContent = { id, token, nonce: randomName(), state: snapshot };
    return ring.seal(kind, JSON.stringify(content));
  }

  /** Hands a post to its region, which is found, or mounted with the state that the form carries. */
  async takePost(post: Post, applicant: Applicant): Promise<PostOutcome> {
    const content = this.#open(post.token, applicant.session);
    if (!content) return { reply: { error: stale('The form cannot be read.') } };
    const name = nameOf(content, post);
    const earlier = this.#done.get(name);
    if (earlier) {
      const { reply, to, state } = await earlier;
      if ('error' in reply && !reply.error.issues) return { reply };
      if (to !== undefined) {
        const refused = this.#options.admissions.refusalOf(content, applicant);
        return refused ? { reply: { error: refused } } : { reply, to };
      }
      const shown = await this.#admit({ ...content, state }, applicant);
      return 'region' in shown ? { reply, region: shown.region } : { reply: shown.refused };
    }
    const outcome = this.#handle(content, post, applicant);
    // The next visit to the file is not the same form.
    if (post.token.startsWith(inFile))
      setTimeout(() => this.#done.delete(name), this.#options.limits.parkTimeout).unref();
    this.#remember(
      name,
      outcome.then(({ reply, to, region }) => ({
        // What a handler replies has nobody to hear it.
        reply: 'error' in reply ? reply : { isInvalid: reply.isInvalid },
        to,
        state: region && this.#stateOf(region),
      })),
    );
    return outcome;
  }

  async #handle(
    content: PostContent,
    { payload, page }: Post,
    applicant: Applicant,
  ): Promise<PostOutcome> {
    const admission = await this.#admit(content, applicant);
    if ('refused' in admission) return { reply: admission.refused };
    const { region } = admission;
    // The guards have decided about another page.
    if (region.page !== page) return { reply: { error: stale('The form is of another page.') } };
    const reply = await new Promise<Reply>((resolve) => {
      region.takeEvent(payload, (answer) => {
        resolve(answer);
        return 0;
      });
    });
    await settleMessages(region);
    const to = region.renderer.takeEffects()?.to ?? redirectOf(reply);
    return region.ended ? { reply, to } : { reply, region, to };
  }

  /** Admits a post to its region, as a browser that joins it; no page load owns it then. */
  async #admit(content: PostContent, applicant: Applicant): Promise<Admission> {
    const { admissions, registry } = this.#options;
    const { id, token, state, nonce } = content;
    const owner = `post ${nonce}`;
    const isKnown = registry.claimRegion(id, owner, applicant.session) !== undefined;
    const request = { id, token, ownerOf: () => owner, isOpen: () => true };
    const admission = await new Promise<Admission>((settle) =>
      admissions.admitBrowser(request, applicant, settle),
    );
    if ('refused' in admission) return admission;
    if (!isKnown && state !== undefined) admission.region.restoreState(state);
    // It may have been mounted for an earlier request.
    admission.region.locals = applicant.locals;
    registry.unclaimRegion(admission.region);
    // If the page does not show it any more, it ends as any region that nobody joins.
    registry.parkRegion(admission.region);
    return admission;
  }

  #open(token: string, session: KnownSession): PostContent | undefined {
    // The form is in a file, which carries no state and no session, and is the same for all.
    if (token.startsWith(inFile)) {
      const id = token.slice(inFile.length);
      return { id, token: prerenderedToken, nonce: randomName(), name: token + session.id };
    }
    const text = this.#options.ring.open(kind, token);
    return text === undefined ? undefined : (JSON.parse(text) as PostContent);
  }

  #stateOf({ state }: Region): string | undefined {
    return snapshotOf(state, this.#options.limits.maxPostedState);
  }

  #remember(name: string, done: Done): void {
    this.#done.set(name, done);
    const forget = () => this.#done.delete(name);
    // What was refused may be sent again.
    done.then(({ reply }) => 'error' in reply && forget(), forget);
    for (const [oldest] of this.#done) {
      if (this.#done.size <= this.#options.limits.maxPostedForms) break;
      this.#done.delete(oldest);
    }
  }
}

/** Waits until a region has handled what its handler has published: without script, nothing shows it after the answer. */
async function settleMessages({ queue, services }: Region): Promise<void> {
  await services.pubsub.whenDelivered();
  await new Promise<void>((handled) => queue.addJob(handled));
}

/** Names a form together with what it has sent: with other values it is sent anew, from the page that a browser has kept. */
const nameOf = ({ nonce, name = nonce }: PostContent, { payload }: Post): string =>
  `${name} ${createHash('sha256').update(JSON.stringify(payload)).digest('base64url')}`;

/** Begins the token of a form in a file; the id of the region follows. */
const inFile = 'file:';

/** The token of the forms of a region in a file. */
export const postTokenInFile = ({ id }: Region): string => inFile + id;

/** A guard that sends the visitor elsewhere. */
const redirectOf = (reply: Reply): string | undefined =>
  'diff' in reply ? reply.diff?.to : undefined;
