import type { Refusal } from '@skerry/wire';

import { chain } from '../../core/now-or-later.js';
import type { Locals } from '../../core/locals.js';
import { type KnownSession, nobody, type Sessions } from '../../core/session.js';
import type { KeyRing } from '../../core/token.js';
import type { LiveView } from '../author/define.js';
import { notJoined, refusal, stale } from '../region/refusal.js';
import { Region } from '../region/region.js';
import type { RegionServices } from '../region/region-record.js';
import type { Reply } from '../render/update-sink.js';
import { prerenderedToken } from './prerendered.js';
import type { RegionRegistry } from './region-registry.js';
import { openRegion, type RegionContent } from './region-token.js';

/** The browser that asks for a region, over any transport. */
export interface Applicant {
  readonly session: KnownSession;
  readonly locals: Locals;
  /** Network of the visitor; empty if unknown. */
  readonly address: string;
}

/** The region that a browser asks for. */
export interface RegionRequest {
  readonly id: string;
  readonly token: string;
  /** Name of the page load that the region belongs to; asked again after the guards if the region was lost meanwhile. */
  readonly ownerOf: () => string;
  /** Returns true if the browser still waits, once the guards are done. */
  readonly isOpen: () => boolean;
}

/** The outcome: the region and the page load that it belongs to, or the answer that refuses it. */
export type Admission =
  | { readonly region: Region; readonly owner: string }
  | { readonly refused: Reply };

/** Dependencies of admission. */
export interface AdmissionOptions {
  readonly services: RegionServices;
  readonly registry: RegionRegistry;
  readonly ring: KeyRing;
  readonly sessions: Sessions;
  readonly build: string;
  readonly view: (id: string) => LiveView | undefined;
}

/** Admits browsers to regions: a token leads to a region that is found or mounted, if its guards allow it. */
export class Admissions {
  readonly #options: AdmissionOptions;
  /** Regions that a browser was admitted to before: the next admission resumes them. */
  readonly #admitted = new WeakSet<Region>();

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /**
   * Admits a browser to the region that its token names, once the guards allow it. `settle` is called synchronously with the
   * mount, so that nothing comes between a region and its browser.
   */
  admitBrowser(
    request: RegionRequest,
    applicant: Applicant,
    settle: (admission: Admission) => void,
  ): void {
    const refuse = (refused: Reply) => settle({ refused });
    const content = this.#read(request, applicant);
    if ('code' in content) {
      this.#noteRefusal(content, applicant);
      return refuse({ error: content });
    }
    const { registry, services } = this.#options;
    const owner = request.ownerOf();
    const { session, locals } = applicant;
    const claimed = registry.claimRegion(content.id, owner, session);
    const resumes = claimed !== undefined && this.#admitted.has(claimed);
    if (!resumes && this.#isTooOld(content))
      return refuse({ error: stale('The page is too old.') });
    const region = claimed ?? this.#create(content, owner, applicant);
    if (!region) return refuse({ error: stale('The page is of an older version.') });
    const { beforeResume, beforeJoin } = services.hooks;
    const guard = resumes ? beforeResume : beforeJoin;
    const asked = chain(
      guard.call({ region: region.info, session: region.session, locals }),
      (veto) => veto ?? region.askGuards(resumes ? 'resume' : 'join', { locals }),
    );
    void chain(asked, (veto) => {
      if (!request.isOpen()) return refuse({ error: notJoined });
      if (veto) return refuse(refusal(veto));
      // While the guard decided, the region may have ended, or another page may have claimed it.
      if (registry.claimRegion(content.id, owner, session) !== claimed)
        return this.admitBrowser(request, applicant, settle);
      if (!claimed) this.#mount(region, owner);
      this.#admitted.add(region);
      settle({ region, owner });
    });
  }

  /** The refusal of a token, whoever guards its region. */
  refusalOf(
    request: Pick<RegionRequest, 'id' | 'token'>,
    applicant: Applicant,
  ): Refusal | undefined {
    const content = this.#read(request, applicant);
    return 'code' in content ? content : undefined;
  }

  #noteRefusal({ reason: message }: Refusal, { session, locals, address }: Applicant): void {
    const { onRefuse } = this.#options.services.hooks;
    onRefuse.call({ reason: 'bad-token', step: 'join', message, address, session, locals });
  }

  /** Reads the content of a token, or returns its refusal. */
  #read(
    { id, token }: Pick<RegionRequest, 'id' | 'token'>,
    { session }: Applicant,
  ): RegionContent | Refusal {
    const { sessions, ring, build } = this.#options;
    if (sessions.isOver(session.id)) return stale('The session is over.');
    if (token === prerenderedToken) return this.#readPrerendered(id, session.id);
    const content = openRegion(token, ring);
    // The token is forged, or its secret is no longer in use.
    if (!content) return stale('The token cannot be read.');
    if (content.id !== id) return { code: 'bad-token', reason: 'The token is not of this region.' };
    if (content.session !== nobody.id && content.session !== session.id)
      return stale('The page was made for another session.');
    if (content.build !== build) return stale('The page is of another build.');
    return content;
  }

  /** The content of a region in a file, as the build has noted it. */
  #readPrerendered(id: string, session: string): RegionContent | Refusal {
    const known = this.#options.services.prerendered.get(id);
    return known ? { ...known, id, session } : stale('The page is of another build.');
  }

  /** Returns true if the token is too old for a new region; an existing region goes on, however old its page is. */
  #isTooOld({ made = Infinity }: RegionContent): boolean {
    return Date.now() - made > this.#options.services.limits.tokenMaxAge;
  }

  /** Creates a region, if the old one is gone, belongs to another page, or is in a file. */
  #create(
    content: RegionContent,
    owner: string,
    { session, address, locals }: Applicant,
  ): Region | undefined {
    const { id, view: name, position, page, errorPage, props } = content;
    const { view: viewOf, registry, services } = this.#options;
    const view = viewOf(name);
    if (!view || !props) return undefined;
    const parent = content.parent
      ? registry.claimRegion(content.parent, owner, session)
      : undefined;
    return new Region(
      { id, view, position, page, errorPage, session, address, locals, props, parent },
      services,
    );
  }

  #mount(region: Region, owner: string): void {
    this.#options.registry.addClaimed(region, owner);
    region.mountView();
    region.parent?.renderer.children.adoptRegion(region);
  }
}
