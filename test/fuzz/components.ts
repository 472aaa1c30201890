import { jsx } from '@skerry/kit/jsx-runtime';

/** Components whose roots the compiler cannot know, since they come from elsewhere. */
export const Section = (props: { children?: unknown }) => jsx('section', props);
export const Span = (props: { children?: unknown }) => jsx('span', props);
