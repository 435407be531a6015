// Who owns each table, who writes it, who reads it.

import { button, clean, count, h, number } from "../dom";
import { filters } from "../filter";
import { key } from "../keys";
import { contextName } from "../model";
import { panel } from "../panel";
import type { Seen } from "../seen";

const FIRST = 200;

export function tables(seen: Seen): HTMLElement {
  const { model, sides, state, go } = seen;
  const { data } = model;
  const writers = data.tables.names.map(() => new Map<string, number>());
  const readers = data.tables.names.map(() => new Map<string, number>());
  data.uses.tables.forEach((table, use) => {
    const module = data.uses.modules[use]!;
    const context = module < 0 ? "shared code" : contextName(sides, sides.modules[module]!);
    const groups = (data.uses.ops[use] === 1 || data.uses.ops[use] === 2 ? writers : readers)[table]!;
    groups.set(context, (groups.get(context) ?? 0) + 1);
  });
  const owner = (table: number) => contextName(sides, sides.tables[table]!);
  const others = (table: number) => [...writers[table]!.keys()].filter((context) => context !== owner(table)).length;
  const text = state.text.toLowerCase();
  const order = data.tables.names
    .map((_, table) => table)
    .filter(
      (table) =>
        !text ||
        [data.tables.names[table]!, owner(table), ...writers[table]!.keys(), ...readers[table]!.keys()].some((word) =>
          word.toLowerCase().includes(text),
        ),
    )
    .sort(
      (a, b) =>
        others(b) - others(a) ||
        readers[b]!.size - readers[a]!.size ||
        (data.tables.names[a]! < data.tables.names[b]! ? -1 : 1),
    );
  const rows = order.map((table) =>
    h(
      "tr",
      { class: others(table) ? "foreign" : "" },
      h(
        "th",
        { scope: "row" },
        button(clean(data.tables.names[table]!, 60), () => go({ selected: key("t", data.tables.names[table]!) }), {
          class: "link",
        }),
      ),
      h("td", {}, clean(owner(table), 40)),
      h("td", {}, who(writers[table]!, owner(table))),
      h("td", {}, who(readers[table]!, owner(table))),
    ),
  );
  const body = h("tbody", {}, rows.slice(0, FIRST));
  const more =
    rows.length > FIRST
      ? button(`Show all ${number(rows.length)}`, () => (body.replaceChildren(...rows), more?.remove()))
      : null;
  return h(
    "section",
    {},
    h("h1", {}, "Tables"),
    h("p", {}, "Each table has one owner, and one writer: the owner. Others stand in bold; those tables come first."),
    filters(seen),
    h("p", { role: "status" }, `${count(order.length, "table")} of ${number(data.tables.names.length)}`),
    h(
      "div",
      { class: "beside" },
      order.length
        ? h(
            "div",
            { class: "scroll", tabindex: "0", role: "region", "aria-label": "Tables" },
            h(
              "table",
              { class: "wide" },
              h(
                "thead",
                {},
                h(
                  "tr",
                  {},
                  ["table", "owner", "written by", "read by"].map((word) => h("th", { scope: "col" }, word)),
                ),
              ),
              body,
            ),
            more,
          )
        : h("p", { class: "empty" }, "There are no tables here."),
      panel(seen),
    ),
  );
}

function who(groups: Map<string, number>, owner: string): (HTMLElement | string)[] {
  const order = [...groups].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const shown = order
    .slice(0, 8)
    .map(([context, places]) =>
      h(context === owner ? "span" : "b", { class: "who" }, `${clean(context, 40)} ${number(places)}`),
    );
  return order.length > 8 ? [...shown, h("span", { class: "who" }, `and ${order.length - 8} more`)] : shown;
}
