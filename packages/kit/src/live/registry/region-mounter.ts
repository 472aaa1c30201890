import type { WrapIsland } from '@skerry/islands/server';
import { regionIdPrefix, topicPrefix } from '@skerry/wire';

import { fail } from '../../core/errors.js';
import type { Locals } from '../../core/locals.js';
import { noteComponent } from '../../core/component-path.js';
import { randomName } from '../../core/random-name.js';
import type { LiveSession, Sessions } from '../../core/session.js';
import { escapeHtml } from '../../template/escape.js';
import type { IslandInfo } from '../../template/island/island-element.js';
import type { LiveElement } from '../../template/live.js';
import type { LiveView } from '../author/define.js';
import { mountInPage } from '../region/mount.js';
import { Region } from '../region/region.js';
import type { RegionServices } from '../region/region-record.js';
import { PageChannel } from './page-channel.js';
import { hostHtml, originOf, type Placement } from './placement.js';
import { withPosts } from './post-markup.js';
import { type RefusedPost, withRefusal } from './refused-post.js';
import { prerenderedId, type PrerenderedPlace } from './prerendered.js';
import type { RegionRegistry } from './region-registry.js';
import { fitsToken } from './region-token.js';

/** A page that regions are mounted in. */
export interface RegionPage {
  /** The session of its regions; called once the page has a region. */
  regionSession(): LiveSession;
  readonly url: URL;
  readonly locals: Locals;
  /** The file of the error page that it is, if it is one. */
  readonly errorPage?: string | undefined;
  /** Address of the visitor; empty if unknown. */
  readonly address: string;
  /** True if its regions wait for a browser to join. */
  readonly park: boolean;
  /** The placement of its regions, if the page is no answer to a request. */
  readonly placement?: Placement | undefined;
  /** A region that goes on in this page, since it has taken what the visitor has posted: at its place, once. */
  readonly brought?: ((place: PrerenderedPlace) => Region | undefined) | undefined;
  /** What that region has refused. */
  readonly refused?: RefusedPost | undefined;
  /** Receives the forms by which the page's regions work without script, for the end of the document. */
  readonly posts?: (html: string) => void;
  /** Says that the page can only be loaded by the visitor who sees it, if it is loaded ahead. */
  requireVisit?(): void;
  /** The keys around a region of it. */
  readonly keys?: string;
  /** Receives every island in its regions. */
  readonly island?: (island: IslandInfo) => void;
  /** Puts the root of every island in its regions inside another element. */
  readonly wrapIsland?: WrapIsland | undefined;
}

/** Mounts live views as regions: in pages, and inside regions that a browser shows already. */
export class RegionMounter {
  readonly #services: RegionServices;
  readonly #registry: RegionRegistry;
  readonly #sessions: Sessions;

  constructor(services: RegionServices, registry: RegionRegistry, sessions: Sessions) {
    this.#services = services;
    this.#registry = registry;
    this.#sessions = sessions;
  }

  /** Mounts a live view in a page and renders its element. @throws what {@link mountInPage} throws */
  async mountInPage(element: LiveElement, path: string, page: RegionPage): Promise<string> {
    const placement = page.placement ?? this.#placeInAnswer(page);
    return (await this.#mountAt(element, path, page, placement)).html;
  }

  /** Opens the channel of a page, for late content. */
  openPageChannel(page: RegionPage): PageChannel {
    const { url, address, locals, errorPage } = page;
    const session = page.regionSession();
    const identity = { id: randomName(), page: url.pathname, errorPage, session, locals, address };
    const channel = new PageChannel(identity, this.#services);
    this.#park(channel);
    return channel;
  }

  /** Mounts a live view inside a region that a browser shows already; its queue begins with the mount. */
  mountInside(element: LiveElement, path: string, parent: Region): Region {
    const { view, props } = definitionOf(element);
    const { session, locals, page, errorPage, address } = parent;
    const position = checkedPosition(`${parent.position}/${path}`, view);
    const owner = this.#registry.ownerOf(parent) ?? '';
    const inFile = this.#idInFile({ page, position, view: view.id }, parent, owner);
    const id = inFile ?? randomName();
    const region = new Region(
      { id, view, position, page, errorPage, session, locals, address, props, parent },
      this.#services,
    );
    region.mountView();
    this.#park(region, inFile && owner);
    return region;
  }

  async #mountAt(
    element: LiveElement,
    path: string,
    page: RegionPage,
    placement: Placement,
    parent?: Region,
  ): Promise<{ html: string; region: Region }> {
    const { view, props } = definitionOf(element);
    const { url, address, locals, errorPage } = page;
    const session = page.regionSession();
    const place = { page: url.pathname, position: checkedPosition(path, view), view: view.id };
    const posted = page.brought?.(place);
    const brought = posted ?? regionInside(parent, path, view);
    const region =
      brought ??
      new Region(
        {
          ...place,
          id: placement.idOf(place),
          view,
          errorPage,
          session,
          locals,
          address,
          props,
          parent,
        },
        this.#services,
      );
    if (brought) brought.props = props;
    const first = await this.#firstHtml(region, page, placement, brought !== undefined);
    const content = posted && page.refused ? withRefusal(first, page.refused) : first;
    const { id } = region;
    const token = placement.tokenOf(region);
    const postToken = (copies: number) => placement.postTokenOf(region, token, copies);
    const posts = page.posts ? withPosts(content, id, postToken) : { html: content, forms: '' };
    page.posts?.(posts.forms);
    placement.keepRegion(region);
    const origin = this.#services.development ? originOf(region, page.keys) : undefined;
    return { html: hostHtml(id, token, posts.html, prefixes, origin), region };
  }

  async #firstHtml(
    region: Region,
    page: RegionPage,
    placement: Placement,
    isMounted: boolean,
  ): Promise<string> {
    const { island, wrapIsland } = page;
    try {
      if (!isMounted) await mountInPage(region, placement.waits);
      return await region.firstHtml(
        async (inner, at) => {
          const position = `${region.position}/${at}`;
          const child = await this.#mountAt(inner, position, page, placement, region);
          region.renderer.children.addRegion(at, child.region);
          return child.html;
        },
        { ...(island && { island }), wrapIsland },
      );
    } catch (thrown) {
      const error = region.explainError(thrown);
      noteComponent(error, `the live view ${region.view.id}`);
      // No other part knows the region yet, so it ends here.
      region.endRegion('reset');
      throw error;
    }
  }

  /** Places regions in the answer to a request: under random names, until a browser joins them. */
  #placeInAnswer(page: RegionPage): Placement {
    const waits = page.park;
    return {
      waits,
      idOf: randomName,
      tokenOf: (region) => escapeHtml(this.#services.tokenOf(region)),
      postTokenOf: (region, token, copies) => this.#services.postTokenOf(region, token, copies),
      keepRegion: (region) => {
        // The session may have been ended while the region was mounted.
        if (waits && !this.#sessions.isOver(region.session.id)) this.#park(region);
        else region.endRegion('left');
        // Nobody could mount it for the visitor.
        if (!waits && !fitsToken(region, this.#services.limits.maxSealedBytes))
          page.requireVisit?.();
      },
    };
  }

  #park(region: Region, owner?: string): void {
    if (owner === undefined) this.#registry.addUnclaimed(region);
    else this.#registry.addClaimed(region, owner);
    this.#registry.parkRegion(region);
  }

  /** The id that a region inside another has in the file of its page, if it is there. */
  #idInFile(place: PrerenderedPlace, parent: Region, owner: string): string | undefined {
    const { prerendered } = this.#services;
    if (!prerendered.has(parent.id)) return undefined;
    const id = prerenderedId(place);
    // Its browser may have joined it before its parent was there.
    const taken = this.#registry.claimRegion(id, owner, parent.session);
    return prerendered.has(id) && !taken ? id : undefined;
  }
}

// seam: a live view that is used as a tag keeps its definition.
const definitionOf = (element: LiveElement) =>
  element as { view: LiveView; props: Record<string, unknown> };

/** A region that its parent has brought from the page before. */
function regionInside(
  parent: Region | undefined,
  position: string,
  view: LiveView,
): Region | undefined {
  if (!parent) return undefined;
  const known = parent.renderer.children.regionAt(position.slice(parent.position.length + 1));
  // seam: the regions inside a region are regions
  return known?.view === view ? (known as Region) : undefined;
}

/** The most characters of a position: it is in the token, beside the props. */
const maxPosition = 1_000;

/** @throws SkerryError `long-key` */
function checkedPosition(position: string, { id }: LiveView): string {
  if (position.length > maxPosition)
    throw fail('long-key', { view: id, length: position.length, most: maxPosition });
  return position;
}

const prefixes = { id: regionIdPrefix, topic: topicPrefix };
