// The first screen: how large the program is, how it stands, and where to look.

import { SEVERITIES } from "../data";
import { button, clean, count, h, number } from "../dom";
import { ends, key, nameOf, pair } from "../keys";
import { contextName, placesOf, push } from "../model";
import type { Seen } from "../seen";
import { priceOf } from "../price";

export function overview(seen: Seen): HTMLElement {
  const { model, go, crossing, sides } = seen;
  const { data } = model;
  const { summary } = data;
  const open = data.findings.filter((one) => !one.accepted);
  const card = (value: number, word: string, many: string, act?: () => void) =>
    h(
      "li",
      {},
      act
        ? button(`${number(value)} ${value === 1 ? word : many}`, act, { class: "card" })
        : h("span", { class: "card" }, `${number(value)} ${value === 1 ? word : many}`),
    );
  return h(
    "section",
    {},
    h("h1", {}, clean(data.project, 100)),
    h(
      "ul",
      { class: "cards" },
      card(sides.contexts.length, "context", "contexts", () => go({ view: "graph" })),
      summary.services ? card(summary.services, "service", "services", () => go({ view: "services" })) : null,
      card(summary.modules, "module", "modules"),
      card(summary.lines, "line", "lines"),
      card(summary.tables, "table", "tables", () => go({ view: "tables" })),
      card(summary.accesses, "access", "accesses", () => go({ view: "tables" })),
      card(open.length, "finding", "findings", () =>
        go({ view: "findings", rule: "", about: "", severity: "", text: "" }),
      ),
      card(
        placesOf(
          data,
          crossing.map((one) => one.link),
        ),
        "place crosses",
        "places cross contexts",
        () => go({ view: "matrix" }),
      ),
      card(priceOf(model, crossing).total, "point", "points to cut all", () => go({ view: "seams" })),
    ),
    data.assumed.length || data.errors.length
      ? h(
          "ul",
          { class: "notes" },
          [...data.errors, ...data.assumed].map((text) => h("li", {}, clean(text, 600))),
        )
      : null,
    h("div", { class: "columns" }, worstPairs(seen), byRule(seen), understood(seen), debt(seen)),
    summary.contexts + summary.services === 0 && summary.modules === 0
      ? h("p", { class: "empty" }, "There is no Python code here: nothing to draw.")
      : null,
    sides.contexts.length < 2 && summary.modules > 0
      ? h(
          "p",
          { class: "empty" },
          "The program has no two contexts: nothing can cross. Declare contexts in the configuration, or look at the proposed ones under Seams.",
        )
      : null,
  );
}

function worstPairs(seen: Seen): HTMLElement {
  const { model, crossing, sides, go } = seen;
  const pairs = new Map<string, typeof crossing>();
  for (const one of crossing)
    if (one.source >= 0 && one.target >= 0)
      push(pairs, pair(key("c", contextName(sides, one.source)), key("c", contextName(sides, one.target))), one);
  const dearest = [...pairs]
    .map(([edge, found]) => ({ edge, found, points: priceOf(model, found).total }))
    .sort((a, b) => b.points - a.points || (a.edge < b.edge ? -1 : 1));
  return h(
    "section",
    {},
    h("h2", {}, "Tied most"),
    dearest.length
      ? h(
          "table",
          {},
          h(
            "thead",
            {},
            h(
              "tr",
              {},
              h("th", {}, "depends"),
              h("th", {}, "on"),
              h("th", { class: "n" }, "places"),
              h("th", { class: "n" }, "points"),
              h("th", {}, h("span", { class: "unseen" }, "look")),
            ),
          ),
          h(
            "tbody",
            {},
            dearest.slice(0, 12).map(({ edge, found, points }) => {
              const [source = "", target = ""] = ends(edge)!.map(nameOf);
              const name = `${clean(source, 30)} → ${clean(target, 30)}`;
              return h(
                "tr",
                {},
                h("td", {}, clean(source, 30)),
                h("td", {}, clean(target, 30)),
                h(
                  "td",
                  { class: "n" },
                  number(
                    placesOf(
                      model.data,
                      found.map((one) => one.link),
                    ),
                  ),
                ),
                h("td", { class: "n" }, number(points)),
                h(
                  "td",
                  {},
                  button("look", () => go({ view: "graph", selected: edge }), { "aria-label": `look at ${name}` }),
                ),
              );
            }),
          ),
        )
      : h("p", {}, "No context depends on another."),
  );
}

function byRule(seen: Seen): HTMLElement {
  const { model, go } = seen;
  const rules = new Map<string, number>();
  for (const one of model.data.findings) if (!one.accepted) rules.set(one.rule, (rules.get(one.rule) ?? 0) + 1);
  const severity = new Map(model.data.rules.map((rule) => [rule.id, rule.severity]));
  const order = [...rules].sort(
    (a, b) => SEVERITIES.indexOf(severity.get(a[0])!) - SEVERITIES.indexOf(severity.get(b[0])!) || b[1] - a[1],
  );
  return h(
    "section",
    {},
    h("h2", {}, "Findings by rule"),
    order.length
      ? h(
          "table",
          {},
          h(
            "thead",
            {},
            h("tr", {}, h("th", {}, "rule"), h("th", {}, "severity"), h("th", { class: "n" }, "findings")),
          ),
          h(
            "tbody",
            {},
            order.map(([rule, found]) =>
              h(
                "tr",
                {},
                h(
                  "td",
                  {},
                  button(rule, () => go({ view: "findings", rule, about: "", text: "", severity: "" }), {
                    class: "link",
                  }),
                ),
                h("td", {}, h("span", { class: `mark ${severity.get(rule) ?? ""}` }, severity.get(rule) ?? "")),
                h("td", { class: "n" }, number(found)),
              ),
            ),
          ),
        )
      : h("p", {}, "None: no rule found anything."),
  );
}

function understood(seen: Seen): HTMLElement {
  const { summary } = seen.model.data;
  const share = (part: number, whole: number) => (whole ? `${Math.floor((100 * part) / whole)} %` : "none to know");
  return h(
    "section",
    {},
    h("h2", {}, "How much was understood"),
    h(
      "dl",
      {},
      h("dt", {}, "Tables of accesses known"),
      h("dd", {}, `${share(summary.resolved, summary.recognised)} of ${number(summary.recognised)}`),
      summary.calls
        ? [
            h("dt", {}, "Targets of remote calls known"),
            h("dd", {}, `${share(summary.calls_known, summary.calls)} of ${number(summary.calls)}`),
          ]
        : null,
      h("dt", {}, "Files that could not be read"),
      h("dd", {}, number(summary.unread)),
      h("dt", {}, "Contexts"),
      h("dd", {}, clean(summary.how || "none found", 200)),
    ),
    button("Coverage", () => seen.go({ view: "coverage" })),
  );
}

function debt(seen: Seen): HTMLElement | null {
  const { debt, waived } = seen.model.data;
  if (!debt && !waived) return null;
  return h(
    "section",
    {},
    h("h2", {}, "Debt"),
    debt
      ? h(
          "p",
          {},
          `${count(debt.entries, "entry", "entries")} of the baseline ${debt.entries === 1 ? "accepts" : "accept"} places of ${count(debt.findings, "finding")}; ${count(debt.stale.length, "entry", "entries")} paid off, ${number(debt.expired.length)} expired, ${number(debt.new)} new.`,
        )
      : null,
    waived ? h("p", {}, `${count(waived, "place is", "places are")} waived in the code or the configuration.`) : null,
    debt
      ? button("Accepted findings", () => seen.go({ view: "findings", severity: "accepted", rule: "", text: "" }))
      : null,
  );
}
