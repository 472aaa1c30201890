import type { PageChild } from '../template/suspense.js';
import type { Attribute, ElementAttributes } from './jsx-attributes.js';
import type { Words } from '../template/elements.js';

/** An element of SVG: the attributes of all, those named like CSS properties, and the named ones. */
type Svg<Names extends string = never> = ElementAttributes & {
  [Name in Presentation | Words<Names>]?: Attribute<string | number>;
} & { children?: PageChild };

type Presentation = Words<
  | 'alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation'
  | 'color-interpolation-filters cursor direction display dominant-baseline fill fill-opacity'
  | 'fill-rule filter flood-color flood-opacity font-family font-size font-size-adjust font-stretch'
  | 'font-style font-variant font-weight image-rendering letter-spacing lighting-color marker-end'
  | 'marker-mid marker-start mask mask-type opacity overflow paint-order pointer-events'
  | 'requiredExtensions shape-rendering stop-color stop-opacity stroke stroke-dasharray'
  | 'stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width'
  | 'systemLanguage text-anchor text-decoration text-overflow text-rendering transform'
  | 'transform-origin unicode-bidi vector-effect visibility white-space word-spacing writing-mode'
>;

type Box = 'x y width height';
type Href = 'href xlink:href';
type View = 'viewBox preserveAspectRatio';
type Gradient = Href | 'gradientUnits gradientTransform spreadMethod';
type TextBox = 'x y dx dy rotate textLength lengthAdjust';
type Timing = Href | 'begin dur end min max restart repeatCount repeatDur';
type Animation =
  | Timing
  | 'attributeName accumulate additive by calcMode from keySplines keyTimes to values';
type Primitive = Box | 'result';
type Transfer = 'type tableValues slope intercept amplitude exponent offset';

/** The elements of SVG; `a`, `script`, `style` and `title` are typed as those of HTML. */
export interface SvgElements {
  animate: Svg<Animation>;
  animateMotion: Svg<Animation | 'path keyPoints rotate origin'>;
  animateTransform: Svg<Animation | 'type'>;
  circle: Svg<'cx cy r pathLength'>;
  clipPath: Svg<'clipPathUnits'>;
  defs: Svg;
  desc: Svg;
  ellipse: Svg<'cx cy rx ry pathLength'>;
  feBlend: Svg<Primitive | 'in in2 mode'>;
  feColorMatrix: Svg<Primitive | 'in type values'>;
  feComponentTransfer: Svg<Primitive | 'in'>;
  feComposite: Svg<Primitive | 'in in2 operator k1 k2 k3 k4'>;
  feConvolveMatrix: Svg<
    | Primitive
    | 'in order kernelMatrix divisor bias targetX targetY edgeMode kernelUnitLength preserveAlpha'
  >;
  feDiffuseLighting: Svg<Primitive | 'in surfaceScale diffuseConstant kernelUnitLength'>;
  feDisplacementMap: Svg<Primitive | 'in in2 scale xChannelSelector yChannelSelector'>;
  feDistantLight: Svg<'azimuth elevation'>;
  feDropShadow: Svg<Primitive | 'in stdDeviation dx dy'>;
  feFlood: Svg<Primitive>;
  feFuncA: Svg<Transfer>;
  feFuncB: Svg<Transfer>;
  feFuncG: Svg<Transfer>;
  feFuncR: Svg<Transfer>;
  feGaussianBlur: Svg<Primitive | 'in stdDeviation edgeMode'>;
  feImage: Svg<Primitive | Href | 'preserveAspectRatio crossorigin'>;
  feMerge: Svg<Primitive>;
  feMergeNode: Svg<'in'>;
  feMorphology: Svg<Primitive | 'in operator radius'>;
  feOffset: Svg<Primitive | 'in dx dy'>;
  fePointLight: Svg<'x y z'>;
  feSpecularLighting: Svg<
    Primitive | 'in surfaceScale specularConstant specularExponent kernelUnitLength'
  >;
  feSpotLight: Svg<'x y z pointsAtX pointsAtY pointsAtZ specularExponent limitingConeAngle'>;
  feTile: Svg<Primitive | 'in'>;
  feTurbulence: Svg<Primitive | 'baseFrequency numOctaves seed stitchTiles type'>;
  filter: Svg<Box | 'filterUnits primitiveUnits'>;
  foreignObject: Svg<Box>;
  g: Svg;
  image: Svg<Box | Href | 'preserveAspectRatio crossorigin decoding fetchpriority'>;
  line: Svg<'x1 y1 x2 y2 pathLength'>;
  linearGradient: Svg<Gradient | 'x1 y1 x2 y2'>;
  marker: Svg<View | 'refX refY markerUnits markerWidth markerHeight orient'>;
  mask: Svg<Box | 'maskUnits maskContentUnits'>;
  metadata: Svg;
  mpath: Svg<Href>;
  path: Svg<'d pathLength'>;
  pattern: Svg<View | Box | Href | 'patternUnits patternContentUnits patternTransform'>;
  polygon: Svg<'points pathLength'>;
  polyline: Svg<'points pathLength'>;
  radialGradient: Svg<Gradient | 'cx cy r fx fy fr'>;
  rect: Svg<Box | 'rx ry pathLength'>;
  set: Svg<Timing | 'attributeName to'>;
  stop: Svg<'offset'>;
  svg: Svg<View | Box | 'zoomAndPan xmlns xmlns:xlink xml:space version baseProfile'>;
  switch: Svg;
  symbol: Svg<View | Box | 'refX refY'>;
  text: Svg<TextBox>;
  textPath: Svg<Href | 'path method spacing side startOffset textLength lengthAdjust'>;
  tspan: Svg<TextBox>;
  use: Svg<Box | Href>;
  view: Svg<View | 'zoomAndPan'>;
}

/** The elements of MathML Core, each with the attributes of all; `annotation-xml` counts as a custom one. */
export type MathMlElements = Record<
  Words<
    | 'annotation maction math merror mfrac mi mmultiscripts mn mo mover mpadded'
    | 'mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr'
    | 'munder munderover semantics'
  >,
  MathMl
>;

type MathMl = ElementAttributes & {
  [
    Name in Words<
      | 'accent accentunder alttext columnspan depth dir display displaystyle encoding fence form'
      | 'height largeop linethickness lspace mathbackground mathcolor mathsize mathvariant maxsize'
      | 'minsize movablelimits rowspan rspace scriptlevel separator src stretchy symmetric voffset'
      | 'width xmlns'
    >
  ]?: Attribute<string | number>;
} & { children?: PageChild };
