// The panel: what is selected, and the lines of code on which it rests.

import { SHARED } from "./data";
import { button, clean, code, count, h } from "./dom";
import { contextName, ends, pair, type Sides } from "./model";
import { type Edge, said } from "./picture";
import { byKind } from "./places";
import { priceOf } from "./price";
import type { Seen } from "./seen";
import { contextPanel, modulePanel, packagePanel, tablePanel } from "./things";
import { findingItem } from "./views/findings";

export function panel(seen: Seen, edges: Edge[] = []): HTMLElement | null {
  const { selected } = seen.state;
  if (!selected) return null;
  const body = content(seen, selected, edges);
  const close = button("×", () => seen.go({ selected: "" }), { class: "close", "aria-label": "Close the panel", id: "close" });
  return h("aside", { class: "panel", "aria-label": "Selected" }, close, body);
}

function content(seen: Seen, selected: string, edges: Edge[]): (HTMLElement | null)[] {
  const [kind, name] = [selected.slice(0, 2), selected.slice(2)];
  const edge = ends(selected);
  if (edge) return edgePanel(seen, ...edge, edges);
  if (kind === "c:") return contextPanel(seen, name);
  if (kind === "p:") return packagePanel(seen, selected);
  if (kind === "m:") return modulePanel(seen, name);
  if (kind === "t:") return tablePanel(seen, name);
  return [h("p", {}, "Nothing of this name is here any more.")];
}

function edgePanel(seen: Seen, from: string, to: string, edges: Edge[]): (HTMLElement | null)[] {
  const { model, crossing, sides, go } = seen;
  const edge = edges.find((one) => one.source === from && one.target === to);
  const remedies = new Map(crossing.map((one) => [one.link, one.remedy]));
  const links = edge?.links ?? crossing.filter((one) => keyOf(sides, one.source) === from && keyOf(sides, one.target) === to).map((one) => one.link);
  const among = crossing.filter((one) => links.includes(one.link));
  const price = among.length ? priceOf(model, among) : null;
  const back = () => go({ selected: pair(to, from) });
  const findings = from.startsWith("c:") && to.startsWith("c:") ? (model.ofPair.get(pair(from.slice(2), to.slice(2))) ?? []) : [];
  return [
    h("h2", {}, code(title(seen, from), 60), " → ", code(title(seen, to), 60)),
    h("p", {}, edge ? said(edge.weights) : count(links.length, "place"), price && ` · to cut: ${count(price.total, "point")}`),
    h("p", { class: "actions" }, button("The other way", back), button(`Select ${clean(title(seen, from), 30)}`, () => go({ selected: from })), button(`Select ${clean(title(seen, to), 30)}`, () => go({ selected: to }))),
    findings.length ? h("section", {}, h("h3", {}, count(findings.length, "finding")), h("ul", { class: "findings" }, findings.slice(0, 20).map((one) => findingItem(seen, one)))) : null,
    h("h3", {}, "Evidence"),
    ...(links.length ? byKind(seen, links, remedies) : [h("p", {}, "Nothing ties the two in this direction.")]),
  ];
}

function keyOf(sides: Sides, context: number): string {
  return context === SHARED ? "" : `c:${contextName(sides, context)}`;
}

export function title(seen: Seen, key: string): string {
  const name = key.slice(2);
  if (key.startsWith("m:")) {
    const module = seen.model.moduleOfFile.get(name);
    return module === undefined ? name : seen.model.data.modules.names[module]!;
  }
  return key.startsWith("p:") ? name.slice(name.indexOf("|") + 1) : name;
}
