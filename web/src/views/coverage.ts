// How much of the program was understood, and what was not.

import { clean, code, h, number, inParts } from "../dom";
import { push } from "../model";
import type { Seen } from "../seen";

const FIRST = 50;

export function coverage(seen: Seen): HTMLElement {
  const { data } = seen.model;
  const { coverage, summary } = data;
  const rows: [string, number][] = [
    ...Object.entries(coverage.files).map(([role, many]): [string, number] => [`files: ${role}`, many]),
    ["lines", coverage.lines],
    ...Object.entries(coverage.uses).map(([outcome, many]): [string, number] => [`names used: ${outcome}`, many]),
    ["accesses with a known table", coverage.accesses_known],
    ["accesses without", coverage.accesses_unknown],
    ["SQL texts understood", coverage.sql_parsed],
    ["SQL texts not understood", coverage.sql_unparsed],
    ["imports by name", coverage.imports_dynamic],
    ["imports of nothing known", coverage.imports_unresolved],
    ["remote calls", summary.calls],
    ["remote calls with a known target", summary.calls_known],
  ];
  const groups = new Map<string, typeof data.gaps>();
  for (const gap of data.gaps) push(groups, gap.kind, gap);
  const blind = Object.entries(data.blind);
  return h(
    "section",
    {},
    h("h1", {}, "Coverage"),
    h("p", {}, "A report must not look cleaner than the code: what was seen and not understood is counted here."),
    h(
      "div",
      { class: "columns" },
      h(
        "section",
        {},
        h("h2", {}, "Counts"),
        h(
          "table",
          {},
          h(
            "thead",
            {},
            h("tr", {}, h("th", { scope: "col" }, "what"), h("th", { scope: "col", class: "n" }, "number")),
          ),
          h(
            "tbody",
            {},
            rows.map(([word, many]) => h("tr", {}, h("td", {}, word), h("td", { class: "n" }, number(many)))),
          ),
        ),
      ),
      blind.length
        ? h(
            "section",
            {},
            h("h2", {}, "Rules that see nothing here"),
            h(
              "dl",
              {},
              blind.map(([rule, why]) => [h("dt", {}, rule), h("dd", {}, clean(why, 300))]),
            ),
          )
        : null,
    ),
    h("h2", {}, `Gaps · ${number(data.all_gaps)}`),
    data.all_gaps > data.gaps.length
      ? h("p", {}, `The first ${number(data.gaps.length)} are listed; boundary-lint explain --unresolved has all.`)
      : null,
    [...groups]
      .sort((a, b) => b[1].length - a[1].length)
      .map(([kind, gaps]) => {
        const box = h("details", {}, h("summary", {}, `${kind} · ${number(gaps.length)}`));
        const list = h("ul", { class: "places" });
        const item = (gap: (typeof gaps)[number]) =>
          h(
            "li",
            {},
            h("span", { class: "at" }, code(`${data.files[gap.file] ?? ""}${gap.line ? `:${gap.line}` : ""}`, 90)),
            h("span", { class: "note" }, clean([gap.subject, gap.reason].filter(Boolean).join(": "), 300)),
          );
        box.addEventListener(
          "toggle",
          () => {
            box.append(...inParts(list, gaps, FIRST, item));
          },
          { once: true },
        );
        return box;
      }),
    data.gaps.length ? null : h("p", {}, "None: everything that was seen was understood."),
  );
}
