export { type BindingText, readBinding } from './binding.js';
export { codecOf } from './codecs.js';
export {
  type DataPatch,
  type DataSplice,
  type DataStep,
  isPlainObject,
  patchData,
} from './data-patch.js';
export {
  type Attributes,
  type Change,
  type Child,
  type ChildChange,
  type Diff,
  type ElementChange,
  type ElementValue,
  type Instance,
  isElement,
  isInstance,
  isIslandPart,
  isListPatch,
  type Island,
  type IslandChange,
  type IslandProps,
  type List,
  type ListPatch,
  type ListStep,
  type PlaceValue,
  type Raw,
  type RegionRef,
  type TemplateRef,
  templateNumber,
  type Tree,
  type Update,
  type UpdateMeta,
} from './grammar.js';
export {
  type IslandHost,
  type IslandPhase,
  type RegionHost,
  type RegionPort,
} from './island-host.js';
export { isRecord, parseFrame } from './json.js';
export { defaultMaxPayload, type WireLimits, wireLimits } from './limits.js';
export { merge, type PatchProps } from './merge.js';
export {
  type Address,
  type ClientMessage,
  type EventPayload,
  heartbeatAddress,
  heartbeatTopic,
  type JoinPayload,
  type Ref,
  type Codec,
  type Issue,
  type Refusal,
  type ServerMessage,
  WireError,
  type WireErrorCode,
} from './message.js';
export {
  announceEvent,
  appEventPrefix,
  holderTag,
  hydratedEvent,
  ignoreAttribute,
  islandEndTag,
  islandErrorEvent,
  holesHeader,
  holesPath,
  islandReportPath,
  islandTag,
  keyAttribute,
  lateContentEvent,
  livePath,
  outsideSlots,
  pageIdPrefix,
  pageTopicPrefix,
  placeAttribute,
  postField,
  preserveAttribute,
  refusedEvent,
  regionIdPrefix,
  regionReadyEvent,
  regionTag,
  slotTag,
  stateAttribute,
  tokenAttribute,
  topicPrefix,
  renewEvent,
  updateEvent,
  usesAttribute,
} from './names.js';
export { contentLanguage, type Language, languageOf } from './namespaces.js';
export { putBack } from './put-back.js';
export {
  eventParts,
  readServerFrame,
  type ServerFrame,
  skerry1,
  writeClientFrame,
} from './skerry-1.js';
export { tooLargeReason } from './size.js';
