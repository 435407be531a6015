// Who depends on whom as a matrix: contexts in an order in which users come first, so that what stands below the diagonal closes a cycle.

import { button, clean, h, number } from "../dom";
import { againstOrder } from "../against";
import { key, pair } from "../keys";
import { contextName, placesOf, push } from "../model";
import { panel } from "../panel";
import type { Seen } from "../seen";

const MOST = 60;

export function matrix(seen: Seen): HTMLElement {
  const { sides, crossing, go, model } = seen;
  const cells = new Map<string, number[]>();
  const weight = new Map<number, number>();
  for (const one of crossing) {
    if (one.source < 0 || one.target < 0) continue;
    push(cells, pair(String(one.source), String(one.target)), one.link);
    for (const end of [one.source, one.target]) weight.set(end, (weight.get(end) ?? 0) + 1);
  }
  const all = [...sides.division.order, ...sides.contexts.keys()].filter(
    (context, place, list) => list.indexOf(context) === place,
  );
  const heaviest = new Set(
    [...all].sort((a, b) => (weight.get(b) ?? 0) - (weight.get(a) ?? 0) || a - b).slice(0, MOST),
  );
  const order = all.filter((context) => heaviest.has(context));
  const places = (links: number[]) => placesOf(model.data, links);
  const isAgainst = againstOrder(
    sides,
    crossing
      .filter((one) => one.source >= 0 && one.target >= 0)
      .map((one) => [contextName(sides, one.source), contextName(sides, one.target)]),
  );
  const most = Math.max(1, ...[...cells.values()].map((links) => links.length));
  const name = (context: number) => contextName(sides, context);
  let against = 0;
  const rows = order.map((row, y) =>
    h(
      "tr",
      {},
      h(
        "th",
        { scope: "row" },
        h("span", { class: "n" }, y + 1),
        " ",
        button(clean(name(row), 32), () => go({ selected: key("c", name(row)) }), { class: "link" }),
      ),
      order.map((column) => {
        const links = row === column ? undefined : cells.get(pair(String(row), String(column)));
        if (row === column) return h("td", { class: "self" });
        if (!links) return h("td", {});
        const below = isAgainst(name(row), name(column));
        against += Number(below);
        const share = Math.round(15 + (55 * Math.log1p(links.length)) / Math.log1p(most));
        const many = places(links);
        return h(
          "td",
          { class: below ? "against" : "along", style: `--share: ${share}%` },
          button(short(many), () => go({ selected: pair(key("c", name(row)), key("c", name(column))) }), {
            "aria-label": `${short(many)}: ${clean(name(row), 40)} depends on ${clean(name(column), 40)} at ${many} places${below ? ", against the order" : ""}`,
            title: `${clean(name(row), 60)} → ${clean(name(column), 60)}: ${number(many)} places`,
          }),
        );
      }),
    ),
  );
  const left = all.length > MOST ? `The ${MOST} contexts of ${number(all.length)} with the most ties. ` : "";
  const words =
    order.length < 2
      ? "There are no two contexts that could depend on each other."
      : `${left}A row depends on its columns; users come first. ${against ? `${number(against)} cells are against the order: each closes a cycle.` : `Nothing stands against the order: there is no cycle${left ? " among those shown" : ""}.`}`;
  return h(
    "section",
    {},
    h("h1", {}, "Matrix"),
    h("p", {}, words),
    h(
      "div",
      { class: "beside" },
      h(
        "div",
        { class: "scroll", tabindex: "0", role: "region", "aria-label": "Matrix of contexts" },
        h(
          "table",
          { class: "matrix" },
          h(
            "thead",
            {},
            h(
              "tr",
              {},
              h("th", { scope: "col" }, "depends on"),
              order.map((context, place) =>
                h(
                  "th",
                  { scope: "col", title: clean(name(context), 60) },
                  h("span", { "aria-hidden": "true" }, place + 1),
                  h("span", { class: "unseen" }, clean(name(context), 60)),
                ),
              ),
            ),
          ),
          h("tbody", {}, rows),
        ),
      ),
      panel(seen),
    ),
  );
}

/** Return a number in at most four characters. */
function short(value: number): string {
  if (value < 1000) return String(value);
  return value < 10_000
    ? `${Math.floor(value / 1000)}k${Math.floor((value % 1000) / 100)}`
    : `${Math.floor(value / 1000)}k`;
}
