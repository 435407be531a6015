// What the rules found, as far as it is about what is shown: they judged the contexts of today.

import type { Finding, Severity } from "./data";
import { key, pair } from "./keys";
import { type Model, type Sides, worst } from "./model";

function judged(sides: Sides): boolean {
  return sides.division.id === "today";
}

/** Return the worst severity of what is found in a context alone. */
export function foundIn(model: Model, sides: Sides, name: string): Severity | undefined {
  return judged(sides) ? worst(model.ofContext.get(name)) : undefined;
}

/** Return what is found between two contexts. */
export function foundBetween(model: Model, sides: Sides, source: string, target: string): Finding[] {
  return (judged(sides) && model.ofPair.get(pair(key("c", source), key("c", target)))) || [];
}

/** Return what is found in a context, or between it and others. */
export function foundAbout(model: Model, sides: Sides, name: string): Finding[] {
  return judged(sides) ? model.data.findings.filter((one) => !one.accepted && isAbout(one, name)) : [];
}

export function isAbout(finding: Finding, name: string): boolean {
  return finding.source === name || finding.target === name;
}
