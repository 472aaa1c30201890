declare module '@prefresh/utils' {
  /** Replaces the components on the page of which there are new versions. */
  export function flush(): void;
}
