// The panel: what is selected, and the lines of code on which it rests.

import { SHARED } from "./data";
import { button, clean, code, count, h } from "./dom";
import { foundBetween } from "./found";
import { ends, key, nameOf, pair } from "./keys";
import { contextName, placesOf, type Sides } from "./model";
import { type Edge, said } from "./picture";
import { byKind } from "./places";
import { priceOf } from "./price";
import type { Seen } from "./seen";
import { contextPanel, modulePanel, packagePanel, tablePanel } from "./things";
import { findingItem } from "./views/findings";

export function panel(seen: Seen, edges: Edge[] = []): HTMLElement | null {
  const { selected } = seen.state;
  return selected ? aside(seen, content(seen, selected, edges)) : null;
}

/** The panel with what it tells. */
export function aside(seen: Seen, body: (HTMLElement | null)[]): HTMLElement {
  const close = button("×", () => seen.go({ selected: "" }), {
    class: "close",
    "aria-label": "Close the panel",
    id: "close",
  });
  return h("aside", { class: "panel", "aria-label": "Selected" }, close, body);
}

function content(seen: Seen, selected: string, edges: Edge[]): (HTMLElement | null)[] {
  const [kind, name] = [selected.slice(0, 2), nameOf(selected)];
  const edge = ends(selected);
  if (edge) return edgePanel(seen, ...edge, edges);
  if (kind === "c:") return contextPanel(seen, name);
  if (kind === "p:") return packagePanel(seen, selected);
  if (kind === "m:") return modulePanel(seen, name);
  if (kind === "t:") return tablePanel(seen, name);
  return [h("p", {}, "Nothing of this name is here any more.")];
}

/** Findings told of an edge. */
const MOST_FINDINGS = 20;

function edgePanel(seen: Seen, from: string, to: string, edges: Edge[]): (HTMLElement | null)[] {
  const { model, crossing, sides, go } = seen;
  const edge = edges.find((one) => one.source === from && one.target === to);
  const between = crossing.filter((one) => keyOf(sides, one.source) === from && keyOf(sides, one.target) === to);
  const remedies = new Map(between.map((one) => [one.link, one.remedy]));
  const links = edge?.links ?? [...remedies.keys()];
  const price = between.length ? priceOf(model, between) : null;
  const back = () => go({ selected: pair(to, from) });
  const findings =
    from.startsWith("c:") && to.startsWith("c:") ? foundBetween(model, sides, nameOf(from), nameOf(to)) : [];
  const more = findings.length - MOST_FINDINGS;
  return [
    h("h2", {}, code(title(seen, from), 60), " → ", code(title(seen, to), 60)),
    h(
      "p",
      {},
      edge ? said(edge.weights) : count(placesOf(model.data, links), "place"),
      price && ` · to cut all between the two: ${count(price.total, "point")}`,
    ),
    h(
      "p",
      { class: "actions" },
      button("The other way", back),
      button(`Select ${clean(title(seen, from), 30)}`, () => go({ selected: from })),
      button(`Select ${clean(title(seen, to), 30)}`, () => go({ selected: to })),
    ),
    findings.length
      ? h(
          "section",
          {},
          h("h3", {}, `${count(findings.length, "finding")}${seen.state.moves.length ? " before the moves" : ""}`),
          h(
            "ul",
            { class: "findings" },
            findings.slice(0, MOST_FINDINGS).map((one) => findingItem(seen, one)),
          ),
          more > 0
            ? h(
                "p",
                {},
                button(`and ${more} more`, () =>
                  go({ view: "findings", about: nameOf(from), text: "", rule: "", severity: "" }),
                ),
              )
            : null,
        )
      : null,
    h("h3", {}, "Evidence"),
    ...(links.length ? byKind(seen, links, remedies) : [h("p", {}, "Nothing ties the two in this direction.")]),
  ];
}

function keyOf(sides: Sides, context: number): string {
  return context === SHARED ? "" : key("c", contextName(sides, context));
}

export function title(seen: Seen, one: string): string {
  const name = nameOf(one);
  if (one.startsWith("m:")) {
    const module = seen.model.moduleOfFile.get(name);
    return module === undefined ? name : seen.model.data.modules.names[module]!;
  }
  return name;
}
