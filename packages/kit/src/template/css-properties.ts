import type { Words } from './elements.js';

/** The name of a CSS property, as in CSS or as in script, of a vendor's, or of an author's own. */
export type CssProperty =
  | Property
  | Camel<Property>
  | `-${'moz' | 'webkit'}-${string}`
  | `${'Moz' | 'Webkit'}${string}`
  | `--${string}`;

type Camel<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Name;

type Property =
  | Words<Single>
  | { [Head in keyof Families]: Head | `${Head}-${Words<Families[Head]>}` }[keyof Families]
  | Family<Boxed, Edge>
  | Family<'inset', Exclude<Edge, Side>>
  | `border-${Edge}`
  | `border-${Edge}-${Line}`
  | `border-${Corner}-radius`
  | `corner-${Corner | Exclude<Edge, Flow>}-shape`
  | `${'' | 'min-' | 'max-' | 'contain-intrinsic-'}${Size}`;

type Family<Head extends string, Tail extends string> = Head | `${Head}-${Tail}`;
type Side = 'top' | 'right' | 'bottom' | 'left';
type Flow = 'block' | 'inline';
type End = 'start' | 'end';
type Edge = Side | Flow | `${Flow}-${End}`;
type Corner = `${'top' | 'bottom'}-${'left' | 'right'}` | `${End}-${End}`;
type Line = 'color' | 'style' | 'width';
type Size = 'width' | 'height' | 'block-size' | 'inline-size';
type Boxed = 'margin' | 'padding' | 'scroll-margin' | 'scroll-padding';

/** Properties that start alike, each of them a property by itself. */
interface Families {
  animation:
    | 'composition delay direction duration fill-mode iteration-count name play-state range'
    | 'range-end range-start timeline timing-function';
  background: 'attachment blend-mode clip color image origin position position-x position-y repeat size';
  border:
    | 'collapse color image image-outset image-repeat image-slice image-source image-width radius'
    | 'shape spacing style width';
  caret: 'animation color shape';
  color: 'interpolation interpolation-filters rendering scheme';
  'column-rule': 'color style width';
  contain: 'intrinsic-size';
  container: 'name type';
  content: 'visibility';
  fill: 'opacity rule';
  flex: 'basis direction flow grow shrink wrap';
  font:
    | 'family feature-settings kerning language-override optical-sizing palette size size-adjust'
    | 'stretch style synthesis synthesis-position synthesis-small-caps synthesis-style'
    | 'synthesis-weight variant variant-alternates variant-caps variant-east-asian variant-emoji'
    | 'variant-ligatures variant-numeric variant-position variation-settings weight width';
  grid:
    | 'area auto-columns auto-flow auto-rows column column-end column-gap column-start gap row'
    | 'row-end row-gap row-start template template-areas template-columns template-rows';
  'initial-letter': 'align';
  'line-height': 'step';
  'list-style': 'image position type';
  margin: 'trim';
  marker: 'end mid start';
  mask:
    | 'border border-mode border-outset border-repeat border-slice border-source border-width clip'
    | 'composite image mode origin position repeat size type';
  offset: 'anchor distance path position rotate';
  outline: 'color offset style width';
  overflow: 'anchor block clip-margin inline wrap x y';
  'overscroll-behavior': 'block inline x y';
  perspective: 'origin';
  position: 'anchor area try try-fallbacks try-order visibility';
  'scroll-timeline': 'axis name';
  stroke: 'dasharray dashoffset linecap linejoin miterlimit opacity width';
  'text-box': 'edge trim';
  'text-decoration': 'color line skip-ink style thickness';
  'text-emphasis': 'color position style';
  'text-wrap': 'mode style';
  transform: 'box origin style';
  transition: 'behavior delay duration property timing-function';
  'view-timeline': 'axis inset name';
  'white-space': 'collapse';
}

type Single =
  | 'accent-color align-content align-items align-self alignment-baseline all anchor-name'
  | 'anchor-scope appearance aspect-ratio backdrop-filter backface-visibility baseline-shift'
  | 'baseline-source bottom box-decoration-break box-shadow box-sizing break-after break-before'
  | 'break-inside caption-side clear clip clip-path clip-rule column-count column-fill column-gap'
  | 'column-span column-width columns corner-shape counter-increment counter-reset counter-set cursor cx cy d'
  | 'direction display dominant-baseline dynamic-range-limit empty-cells field-sizing filter float'
  | 'flood-color flood-opacity forced-color-adjust gap hanging-punctuation hyphenate-character'
  | 'hyphenate-limit-chars hyphens image-orientation image-rendering interactivity interpolate-size'
  | 'isolation justify-content justify-items justify-self left letter-spacing lighting-color'
  | 'line-break line-clamp math-depth math-shift math-style mix-blend-mode object-fit'
  | 'object-position object-view-box opacity order orphans overlay page page-break-after'
  | 'page-break-before page-break-inside paint-order place-content place-items place-self'
  | 'pointer-events print-color-adjust quotes r reading-flow reading-order resize right rotate'
  | 'row-gap ruby-align ruby-overhang ruby-position rx ry scale scroll-behavior'
  | 'scroll-initial-target scroll-marker-group scroll-snap-align scroll-snap-stop scroll-snap-type'
  | 'scroll-target-group scrollbar-color scrollbar-gutter'
  | 'scrollbar-width shape-image-threshold shape-margin shape-outside shape-rendering speak speak-as'
  | 'stop-color stop-opacity tab-size table-layout text-align text-align-last text-anchor'
  | 'text-autospace text-combine-upright text-indent text-justify text-orientation text-overflow'
  | 'text-rendering text-shadow text-size-adjust text-spacing-trim text-transform'
  | 'text-underline-offset text-underline-position timeline-scope top touch-action translate'
  | 'unicode-bidi user-select vector-effect vertical-align view-transition-class'
  | 'view-transition-name visibility widows will-change word-break word-spacing word-wrap'
  | 'writing-mode x y z-index zoom';
