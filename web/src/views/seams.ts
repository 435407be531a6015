// Where to cut: the proposed contexts, what each cut costs, and what sits in the wrong context today.

import { button, clean, code, count, h, kept, number, inParts } from "../dom";
import { type Crossing, crossings } from "../crossings";
import { key } from "../keys";
import { contextName, placesOf, push, sidesOf } from "../model";
import { panel } from "../panel";
import { placeList } from "../places";
import type { Seen } from "../seen";
import { type Price, priceOf, round, type Task } from "../price";

const FIRST = 15;

export function seams(seen: Seen): HTMLElement {
  const { model, state } = seen;
  const found = model.data.seams;
  return h(
    "section",
    {},
    h("h1", {}, "Seams"),
    found
      ? h(
          "p",
          {},
          `${count(found.contexts.length, "context")} that the code has by its own links and words. Points order the work, they are no hours.${state.moves.length ? " The table is that before the moves." : ""}`,
        )
      : h("p", {}, "This page was written without proposed contexts (--no-seams): the cut lists are those of today's."),
    h(
      "div",
      { class: "beside" },
      h(
        "div",
        {},
        found?.contexts.length ? proposed(seen) : null,
        cutLists(seen),
        found ? misplaced(seen) : null,
        found ? figures(seen) : null,
      ),
      panel(seen),
    ),
    state.moves.length
      ? null
      : h(
          "p",
          { class: "hint" },
          "To try a move: select a module - in the graph, in a list, or by search - and choose a context in the panel.",
        ),
  );
}

function proposed(seen: Seen): HTMLElement {
  const { model, go } = seen;
  const { data } = model;
  const division = data.divisions.find((one) => one.id === "proposed")!;
  const today = data.divisions[0]!;
  const order = [...data.seams!.contexts].sort((a, b) => (a.step || 9999) - (b.step || 9999));
  const rows = order.map((seam) => {
    const name = division.contexts[seam.context]!;
    const modules = division.modules.reduce((sum, context) => sum + Number(context === seam.context), 0);
    const now = new Map<string, number>();
    division.modules.forEach((context, module) => {
      if (context !== seam.context) return;
      const here = today.modules[module]! < 0 ? "shared code" : today.contexts[today.modules[module]!]!;
      now.set(here, (now.get(here) ?? 0) + 1);
    });
    const from = [...now]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 3)
      .map(([context, many]) => `${clean(context, 24)} ${number(many)}`)
      .join(", ");
    return h(
      "tr",
      {},
      h("td", { class: "n" }, seam.step || ""),
      h(
        "th",
        { scope: "row" },
        button(
          clean(name, 40),
          () => go({ base: "proposed", selected: key("c", name), moves: [], open: [], focus: "" }),
          { class: "link" },
        ),
      ),
      h("td", { class: "n" }, number(modules)),
      h("td", { class: "n" }, `${Math.round(100 * seam.sure)} %`),
      h("td", { class: "n" }, number(seam.crossings)),
      h("td", { class: "n" }, number(seam.points)),
      h("td", {}, from),
      h("td", {}, clean(seam.words.slice(0, 6).join(", "), 80)),
    );
  });
  return h(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": "Proposed contexts" },
    h(
      "table",
      { class: "wide" },
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          ["step", "context", "modules", "sure", "places to cut", "points", "today in", "words"].map((word) =>
            h("th", { scope: "col" }, word),
          ),
        ),
      ),
      h("tbody", {}, rows),
    ),
  );
}

/** Return what is to be done to cut one context out. */
function cutList(seen: Seen, context: number, found: Crossing[], price: Price): HTMLElement {
  const { model, sides, state } = seen;
  const isProposed = state.base === "proposed" && !state.moves.length;
  const seam = isProposed ? model.data.seams?.contexts.find((one) => one.context === context) : undefined;
  const more = seam?.beyond ? `, ${number(seam.beyond)} of them for chains of calls and complexity` : "";
  const links = found.map((one) => one.link);
  const points = count(price.total + (seam?.beyond ?? 0), "point");
  const name = contextName(sides, context);
  const told = `${clean(name, 60)} · ${count(placesOf(model.data, links), "place")} · ${points}${more}`;
  const list = h("details", { class: "cut" }, h("summary", {}, told));
  const reasons = (seam?.reasons ?? []).map((reason) => h("li", {}, clean(reason, 300)));
  const fill = () => {
    if (reasons.length) list.append(h("ul", {}, reasons));
    list.append(...tasks(seen, price.tasks, name));
    const dear = risks(price.writers, price.looped, seen);
    if (dear) list.append(dear);
  };
  list.addEventListener("toggle", fill, { once: true });
  return kept(`cut ${sides.division.id} ${name}`, list);
}

function cutLists(seen: Seen): HTMLElement {
  const { model, crossing, sides, go } = seen;
  const groups = new Map<number, Crossing[]>();
  for (const one of crossing) for (const end of new Set([one.source, one.target])) if (end >= 0) push(groups, end, one);
  const lists = [...groups]
    .map(([context, found]) => ({ context, found, price: priceOf(model, found) }))
    .sort((a, b) => a.price.total - b.price.total);
  const choose = (id: string) => go({ base: id, moves: [], open: [], focus: "", selected: "" });
  return h(
    "section",
    {},
    h("h2", {}, `Cut lists of the ${sides.division.title}`),
    model.data.divisions.length > 1
      ? h(
          "p",
          { class: "actions" },
          model.data.divisions.map((division) =>
            button(division.title, () => choose(division.id), {
              "aria-pressed": String(division === sides.division),
              id: `base-${division.id}`,
            }),
          ),
        )
      : null,
    lists.length
      ? lists.map(({ context, found, price }) => cutList(seen, context, found, price))
      : h("p", { class: "empty" }, "Nothing crosses: there is nothing to cut."),
  );
}

function risks(writers: number, looped: number, seen: Seen): HTMLElement | null {
  const { prices } = seen.model.data;
  if (!writers && !looped) return null;
  return h(
    "p",
    {},
    [
      writers ? `${count(writers, "table")} with two writers: ${number(writers * prices.two_writers)} points` : "",
      looped ? `${count(looped, "remote call")} in a loop: ${number(looped * prices.looped)} points` : "",
    ]
      .filter(Boolean)
      .join("; "),
  );
}

/** Return the work of a cut, by remedy. */
function tasks(seen: Seen, all: Task[], context: string): HTMLElement[] {
  const { data } = seen.model;
  const groups = new Map<number, Task[]>();
  for (const task of all) push(groups, task.remedy, task);
  return [...groups]
    .sort((a, b) => a[0] - b[0])
    .map(([remedy, some]) => {
      const { name, effort } = data.prices.remedies[remedy]!;
      const points = some.reduce((sum, task) => sum + task.points, 0);
      const item = (task: Task) => {
        const words = h(
          "details",
          { class: "inner" },
          h(
            "summary",
            {},
            `${clean(contextName(seen.sides, task.source), 40)} → ${clean(contextName(seen.sides, task.target), 40)} · ${data.kinds[task.kind]} · `,
            code(task.what, 80),
            ` · ${count(placesOf(data, task.links), "place")} · ${count(task.points, "point")}`,
          ),
        );
        words.addEventListener(
          "toggle",
          () =>
            words.append(
              placeList(
                seen,
                task.links.map((link) => ({ file: data.links.files[link]!, line: data.links.lines[link]!, note: "" })),
              ),
            ),
          { once: true },
        );
        return words;
      };
      const box = h(
        "details",
        {},
        h("summary", {}, `${name} · ${count(some.length, "task")} · ${count(points, "point")}`),
        h("p", { class: "hint" }, effort),
      );
      box.addEventListener(
        "toggle",
        () => {
          box.append(...inParts(h("div"), some, FIRST, item));
        },
        { once: true },
      );
      return kept(`cut ${seen.sides.division.id} ${context} ${name}`, box);
    });
}

function misplaced(seen: Seen): HTMLElement | null {
  const { model, state, go } = seen;
  const { data } = model;
  if (!data.seams!.misplaced.length) return null;
  const before = priceOf(model, crossings(model, sidesOf(model, { base: "today" }, []))).total;
  const rows = data.seams!.misplaced.slice(0, 100).map((one) => {
    const name = one.kind === "table" ? homeOf(seen, one.name) : one.name;
    const move = { name, context: one.better };
    const after = name ? priceOf(model, crossings(model, sidesOf(model, { base: "today" }, [move]))).total : before;
    const tried =
      state.base === "today" && state.moves.some((known) => known.name === name && known.context === one.better);
    const act = () =>
      go({
        base: "today",
        moves: [...(state.base === "today" ? state.moves : []).filter((known) => known.name !== name), move],
      });
    return h(
      "tr",
      {},
      h("th", { scope: "row" }, clean(one.name, 60)),
      h("td", {}, clean(one.now, 40)),
      h("td", {}, clean(one.better, 40)),
      h("td", { class: "n" }, name ? number(round(after - before)) : ""),
      h(
        "td",
        {},
        clean(one.reasons.join("; "), 200),
        one.kind === "table" && name ? h("small", {}, ` (with its module ${clean(name, 60)})`) : null,
      ),
      h(
        "td",
        {},
        name
          ? button(tried ? "tried" : "try", act, {
              disabled: tried,
              "aria-label": `${tried ? "tried" : "try"} to move ${clean(one.name, 60)}`,
            })
          : null,
      ),
    );
  });
  return h(
    "section",
    {},
    h("h2", {}, "In the wrong context today"),
    h(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": "In the wrong context today" },
      h(
        "table",
        { class: "wide" },
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            ["what", "now", "better", "points", "why", "what if"].map((word) => h("th", { scope: "col" }, word)),
          ),
        ),
        h("tbody", {}, rows),
      ),
    ),
  );
}

/** Return the module that declares a table: with it the table moves. */
function homeOf(seen: Seen, name: string): string {
  const { data } = seen.model;
  const home = data.tables.homes[seen.model.tableOfName.get(name) ?? -1] ?? -1;
  return home < 0 ? "" : data.modules.names[home]!;
}

function figures(seen: Seen): HTMLElement | null {
  const found = seen.model.data.seams!.figures.filter((one) => one.value !== null);
  if (!found.length) return null;
  return h(
    "details",
    {},
    h("summary", {}, "Figures of the proposed contexts"),
    h(
      "table",
      {},
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          ["figure", "value", "better", "between", "source"].map((word) => h("th", { scope: "col" }, word)),
        ),
      ),
      h(
        "tbody",
        {},
        found.map((one) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, one.name),
            h("td", { class: "n" }, one.value!.toPrecision(3)),
            h("td", {}, one.better),
            h("td", {}, one.between),
            h("td", {}, one.source),
          ),
        ),
      ),
    ),
  );
}
