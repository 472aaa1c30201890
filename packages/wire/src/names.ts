/** The names that server and browser share, each written once. Bundlers put the constants where they are used. */

// Elements.
/** The host of a region. */
export const regionTag = 'skerry-live';
/** The host of an island. */
export const islandTag = 'skerry-island';
/** The last child of an island's host in the server's HTML: all that the island holds is parsed. */
export const islandEndTag = 'skerry-end';
/** Holds what an island's author has put into a slot. */
export const slotTag = 'skerry-slot';
/** Holds the slots that an island does not show, hidden before its host. */
export const holderTag = 'skerry-holder';
/** Selects, within the host of an island, everything outside its slots. */
export const outsideSlots = ':not(:scope skerry-slot *)';

// Attributes.
/** The number of the place that an element is. */
export const placeAttribute = 'data-s';
/** The key of a row, on its root. */
export const keyAttribute = 'data-k';
/** The token of a region, on its host. */
export const tokenAttribute = 'data-token';
/** The state of a region's channel, on its host. */
export const stateAttribute = 'data-state';
/** The bindings and options of a region that need code of their own, on its host. */
export const usesAttribute = 'data-uses';
/** In development: what a region was made of, on its host. */
export const originAttribute = 'data-origin';
/** Leaves attributes, or the content of an element, to the page. */
export const ignoreAttribute = 'lv-ignore';
/** Keeps an element, by its id, when the markup around it is replaced. */
export const preserveAttribute = 'lv-preserve';

// Ids and topics.
/** Begins the id of a region's host; the id of the region follows. */
export const regionIdPrefix = 'lv-';
/** Begins the topic of a region; the id of the region follows. */
export const topicPrefix = 'lv:';
/** Begins the id of the host over which late content comes after the response. */
export const pageIdPrefix = 'page-';
/** Begins the topic of the channel of a page. */
export const pageTopicPrefix = 'page:';

// Paths.
/** The path of the WebSocket. */
export const livePath = '/_skerry/live/websocket';
/** The path to which browsers report islands that failed. */
export const islandReportPath = '/_skerry/islands/error';
/** Begins the path of the holes of a page; the path of the page follows, unless it is `/`. */
export const holesPath = '/_skerry/holes';

// Fields of forms that are posted without script.
/** Names what the server finds a region by. With `:` and the text of a binding behind it, the event. */
export const postField = '_skerry';

// Headers.
/** The beginning of the names of a page's holes: in a request for them as its file has it, in the answer as its content does. */
export const holesHeader = 'skerry-holes';

/** In development: asks for a page with all late content in its place. */
export const orderedHeader = 'skerry-ordered';

// Events of the DOM.
/** A region has applied an update. */
export const updateEvent = 'skerry:update';
/** A whole tree is about to take the place of a region's content. */
export const renewEvent = 'skerry:renew';
/** An event of a region was refused, or its join. */
export const refusedEvent = 'skerry:refused';
/** A region has begun to serve the islands in it. */
export const regionReadyEvent = 'skerry:live';
/** An island has hydrated. */
export const hydratedEvent = 'skerry:hydrated';
/** An island has failed. */
export const islandErrorEvent = 'skerry:island-error';
/** Begins the names of events that a live view emits. */
export const appEventPrefix = 'live:';
/** The channel of a page emits it for late content. */
export const lateContentEvent = 'skerry:late';
/** A live view emits it for users of assistive technology. */
export const announceEvent = 'skerry:announce';
