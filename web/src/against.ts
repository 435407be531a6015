// Which dependencies stand against the order in which users come first, and close a cycle.

import { contextName, push, type Sides } from "./model";

/** Return what tells whether a dependency between contexts is against the order, and really leads back. pairs: all dependencies. */
export function againstOrder(
  sides: Sides,
  pairs: Iterable<readonly [string, string]>,
): (source: string, target: string) => boolean {
  const rank = new Map(sides.division.order.map((context, place) => [contextName(sides, context), place]));
  const place = (name: string) => rank.get(name) ?? rank.size;
  const uses = new Map<string, string[]>();
  for (const [source, target] of pairs) push(uses, source, target);
  const known = new Map<string, Set<string>>();
  const reached = (start: string) => {
    const seen = known.get(start) ?? new Set([start]);
    if (!known.has(start)) for (const one of seen) for (const next of uses.get(one) ?? []) seen.add(next);
    known.set(start, seen);
    return seen;
  };
  return (source, target) => place(source) > place(target) && reached(target).has(source);
}
