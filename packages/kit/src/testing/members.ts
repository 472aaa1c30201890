import { membersOf } from '../live/registry/post-fields.js';
import type { TestElement } from './dom.js';

/** A payload with the members that `lv-value-` attributes of its element add. One that is no record has no members. */
export function withMembers(element: TestElement, payload: unknown): unknown {
  const members = membersOf(new Map(Object.entries(element.attrs)));
  const hasMembers = payload === undefined || typeof payload === 'object';
  if (members.length === 0 || !hasMembers) return payload;
  return { ...Object.fromEntries(members), ...payload };
}
