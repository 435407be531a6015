// What the rules found, with the lines of code and the pages of the rules.

import { type Finding, SEVERITIES } from "../data";
import { button, clean, count, h, number, option, prose } from "../dom";
import { placeList } from "../places";
import type { Seen } from "../seen";
import { filters } from "../filter";
import { isAbout } from "../found";
import { key, pair } from "../keys";
import { push } from "../model";

/** Findings listed before somebody asks for more. */
const FIRST = 100;

export function findings(seen: Seen): HTMLElement {
  const { model, state, go } = seen;
  const { data } = model;
  const text = state.text.toLowerCase();
  const found = data.findings.filter(
    (one) =>
      (!state.rule || one.rule === state.rule) &&
      (!state.about || isAbout(one, state.about)) &&
      (!state.severity ||
        (state.severity === "accepted" ? one.accepted : one.severity === state.severity && !one.accepted)) &&
      (!text ||
        [
          one.message,
          one.source,
          one.target,
          one.owner,
          one.id,
          ...one.evidence.map((place) => data.files[place.file]),
        ].some((word) => word?.toLowerCase().includes(text))),
  );
  const rules = [...new Set(data.findings.map((one) => one.rule))].sort();
  const list = h("ul", { class: "findings" });
  const groups = new Map<string, Finding[]>();
  for (const one of found)
    push(groups, one.source && one.target ? `${one.source} → ${one.target}` : one.source || "the whole program", one);
  const items: HTMLElement[] = [];
  for (const [pair, group] of groups) {
    items.push(h("li", { class: "group" }, h("h3", {}, clean(pair, 120), ` · ${number(group.length)}`)));
    items.push(...group.map((one) => findingItem(seen, one)));
  }
  const show = (many: number) => list.replaceChildren(...items.slice(0, many));
  show(FIRST);
  const more =
    items.length > FIRST
      ? button(`Show all ${number(found.length)}`, () => (show(items.length), more?.remove()))
      : null;
  const page = data.rules.find((rule) => rule.id === state.rule);
  return h(
    "section",
    {},
    h("h1", {}, "Findings"),
    filters(
      seen,
      h("label", { for: "rule" }, " of rule "),
      h(
        "select",
        { id: "rule", onchange: (event: Event) => go({ rule: (event.target as HTMLSelectElement).value }) },
        option("", "all rules", !state.rule),
        rules.map((rule) => option(rule, rule, rule === state.rule)),
      ),
      h("label", { for: "severity" }, " severity "),
      h(
        "select",
        { id: "severity", onchange: (event: Event) => go({ severity: (event.target as HTMLSelectElement).value }) },
        option("", "all", !state.severity),
        [...SEVERITIES, "accepted"].map((one) => option(one, one, one === state.severity)),
      ),
    ),
    h(
      "p",
      { role: "status" },
      `${count(found.length, "finding")} of ${number(data.findings.length)}`,
      state.about ? [" ", button(`about ${clean(state.about, 60)} ×`, () => go({ about: "" }))] : null,
    ),
    page ? rulePage(seen, page.id) : null,
    list,
    more,
  );
}

export function findingItem(seen: Seen, one: Finding): HTMLElement {
  const { data } = seen.model;
  const places = one.evidence.map((place) => ({
    file: place.file,
    line: place.line,
    note: [place.function && `${place.function}()`, place.note].filter(Boolean).join(" · "),
  }));
  const more = one.places > places.length ? h("p", {}, `and ${number(one.places - places.length)} more places`) : null;
  const mark = one.accepted ? "accepted" : one.severity;
  const edge =
    one.source &&
    one.target &&
    data.divisions[0]!.contexts.includes(one.source) &&
    data.divisions[0]!.contexts.includes(one.target)
      ? pair(key("c", one.source), key("c", one.target))
      : "";
  const details = h(
    "details",
    { class: "finding" },
    h(
      "summary",
      {},
      h("span", { class: `mark ${mark}` }, mark),
      " ",
      h("span", {}, clean(one.message, 400)),
      " ",
      h("span", { class: "rule" }, one.rule),
    ),
  );
  details.addEventListener(
    "toggle",
    () =>
      details.append(
        ...[
          one.fix ? h("p", {}, h("b", {}, "What to do: "), clean(one.fix, 600)) : null,
          one.owner ? h("p", {}, `owner: ${clean(one.owner)}`) : null,
          placeList(seen, places),
          more,
          h(
            "p",
            { class: "actions" },
            edge ? button("In the graph", () => seen.go({ view: "graph", base: "today", selected: edge })) : null,
            button(`About ${one.rule}`, () =>
              seen.go({ view: "findings", rule: one.rule, about: "", text: "", severity: "" }),
            ),
            h("small", {}, ` fingerprint ${one.id}`),
          ),
        ].filter((part) => part !== null),
      ),
    { once: true },
  );
  return h("li", {}, details);
}

function rulePage(seen: Seen, id: string): HTMLElement | null {
  const rule = seen.model.data.rules.find((one) => one.id === id);
  if (!rule) return null;
  return h(
    "details",
    { class: "page", open: true },
    h("summary", {}, `${rule.id}: ${rule.title}`),
    h("h3", {}, "Why"),
    prose(rule.why),
    h("h3", {}, "What to do"),
    prose(rule.fix),
  );
}
