/** Marks the links to this page, unless their author has said which are current. */
export function markCurrent(root: ParentNode): void {
  const { pathname, search } = location;
  for (const href of new Set([pathname, pathname + search]))
    for (const link of root.querySelectorAll(`a[href="${CSS.escape(href)}"]:not([aria-current])`))
      link.setAttribute('aria-current', 'page');
}
