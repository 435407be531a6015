// The graph of contexts, and of what is inside of those that are open.

import { EDGE_KINDS } from "../data";
import { button, clean, count, h } from "../dom";
import { draw, type Drawing } from "../drawing";
import { pair } from "../keys";
import { panel, title } from "../panel";
import type { Seen } from "../seen";
import { type Picture, pictureOf, said } from "../picture";
import { closed } from "../shown";
import { names } from "../search";

/** The last drawing, kept while only the selection changes; and where it was moved to. */
let last: { key: string; drawing: Drawing } | undefined;

/** What is seen now: a drawing that is kept must not act on what was seen when it was drawn. */
let now: Seen;

export function graph(seen: Seen, canDraw: boolean): HTMLElement {
  const { state } = seen;
  const picture = pictureOf(seen.model, seen.sides, seen.crossing, state);
  const { frame, aside } = framed(seen, picture, canDraw, `Contexts of ${clean(seen.model.data.project, 60)}`);
  return h(
    "section",
    { class: "graph" },
    h("h1", { class: "unseen" }, "Graph"),
    toolbar(seen),
    crumbs(seen, picture),
    h("div", { class: "beside" }, frame, aside),
    legend(picture),
  );
}

/** Return a picture as drawing, or as a list where it cannot be drawn, and the panel beside it. */
export function framed(
  seen: Seen,
  picture: Picture,
  canDraw: boolean,
  name: string,
  body?: HTMLElement | null,
): { frame: HTMLElement; aside: HTMLElement | null } {
  const aside = (body === undefined ? panel(seen, picture.edges) : body) ?? hint();
  if (!picture.boxes.length) return { frame: h("p", { class: "empty" }, nothing(seen)), aside };
  now = seen;
  const { state } = seen;
  const key = JSON.stringify([picture.boxes, picture.edges.map(({ links, ...edge }) => [edge, links.length])]);
  let problem = "";
  if (canDraw && last?.key !== key) {
    try {
      last = { key, drawing: draw(picture, { select: (selected) => now.go({ selected }), open: turn }, name) };
    } catch (error) {
      last = undefined;
      problem = error instanceof Error ? error.message : String(error);
    }
  }
  if (!canDraw || !last || problem) {
    const why = canDraw
      ? `The picture cannot be laid out (${problem}).`
      : "This browser cannot draw the picture: it has no WebAssembly.";
    return {
      frame: h(
        "div",
        { class: "frame" },
        h("p", { role: "status" }, `${why} Here is what it would show.`),
        asList(seen, picture),
      ),
      aside,
    };
  }
  const { drawing } = last;
  drawing.mark(state.selected);
  const zoom = h(
    "div",
    { class: "zoom" },
    button("+", () => drawing.enlarge(1.3), { "aria-label": "Larger" }),
    button("−", () => drawing.enlarge(0.77), { "aria-label": "Smaller" }),
    button("Fit", () => drawing.fit(), { "aria-label": "Fit the picture into the window" }),
  );
  return { frame: h("div", { class: "canvas" }, drawing.element, zoom), aside };
}

/** Open what is closed, close what is open. */
function turn(selected: string): void {
  const { open } = now.state;
  const canOpen = selected.startsWith("c:") || selected.startsWith("p:");
  now.go(
    canOpen ? { selected, open: open.includes(selected) ? closed(open, selected) : [...open, selected] } : { selected },
  );
}

function nothing({ sides, model }: Seen): string {
  if (sides.contexts.length) return "There is nothing to draw here.";
  return `No contexts were found: declare them in the configuration${model.data.divisions.length > 1 ? ", or choose the proposed ones above" : ""}.`;
}

/** What stands in the panel's place while nothing is selected: so the drawing keeps its place when something is. */
function hint(): HTMLElement {
  return h(
    "div",
    { class: "waiting hint" },
    h("p", {}, "Select a box or a line: here is told what it rests on, line by line."),
    h("p", {}, "A double click, or Shift+Enter, opens a context. + − 0 and the arrows move the drawing."),
  );
}

function asList(seen: Seen, picture: Picture): HTMLElement {
  return h(
    "ul",
    { class: "names" },
    picture.edges.map((edge) =>
      h(
        "li",
        {},
        button(
          `${clean(title(seen, edge.source), 50)} → ${clean(title(seen, edge.target), 50)}: ${said(edge.weights)}`,
          () => seen.go({ selected: pair(edge.source, edge.target) }),
          { class: "link" },
        ),
      ),
    ),
  );
}

function toolbar(seen: Seen): HTMLElement {
  const { state, go, model } = seen;
  const all: readonly string[] = EDGE_KINDS;
  const on = (kind: string) => !state.kinds.length || state.kinds.includes(kind);
  const toggle = (kind: string) => {
    const kinds = all.filter((one) => (one === kind ? !on(one) : on(one)));
    go({ kinds: kinds.length === all.length ? [] : kinds });
  };
  const check = (id: string, text: string, checked: boolean, act: () => void, disabled = false) =>
    h("label", { class: "check" }, h("input", { type: "checkbox", id, checked, disabled, onchange: act }), text);
  const isLast = (kind: string) => state.kinds.length === 1 && state.kinds[0] === kind;
  return h(
    "div",
    { class: "toolbar", role: "toolbar", "aria-label": "What the graph shows" },
    names(seen),
    h(
      "fieldset",
      {},
      h("legend", { class: "unseen" }, "Kinds of edges"),
      all.map((kind) => check(`kind-${kind}`, kind.replace("-", " "), on(kind), () => toggle(kind), isLast(kind))),
    ),
    check("all-edges", "weak edges, too", state.all, () => go({ all: !state.all })),
    model.data.divisions.length > 1
      ? h(
          "label",
          {},
          "contexts ",
          h(
            "select",
            {
              id: "base",
              onchange: (event: Event) =>
                go({ base: (event.target as HTMLSelectElement).value, open: [], focus: "", selected: "", moves: [] }),
            },
            model.data.divisions.map((division) =>
              h("option", { value: division.id, selected: division === seen.sides.division }, division.id),
            ),
          ),
        )
      : null,
  );
}

function crumbs(seen: Seen, picture: Picture): HTMLElement | null {
  const { state, go } = seen;
  const parts: HTMLElement[] = [];
  if (state.focus)
    parts.push(button(`Around ${clean(title(seen, state.focus), 40)} ×`, () => go({ focus: "" }), { id: "unfocus" }));
  for (const key of state.open)
    parts.push(button(`${clean(title(seen, key), 40)} open ×`, () => go({ open: closed(state.open, key) })));
  if (parts.length > 1)
    parts.push(button("Back to all contexts", () => go({ open: [], focus: "", selected: "" }), { id: "reset" }));
  const notices = picture.notices.map((text) => h("span", { class: "notice" }, clean(text, 300)));
  return parts.length || notices.length ? h("p", { class: "crumbs" }, parts, notices) : null;
}

export function legend(picture: Picture): HTMLElement {
  const marks = new Set([...picture.boxes, ...picture.edges].map((one) => one.severity));
  return h(
    "p",
    { class: "legend" },
    h("span", {}, "a → b: a depends on b · number: places"),
    picture.edges.some((edge) => edge.against)
      ? h("span", { class: "dashed" }, "dashed: against the order, closes a cycle")
      : null,
    (["error", "warning", "info"] as const)
      .filter((one) => marks.has(one))
      .map((one) => h("span", { class: `mark ${one}` }, `finding: ${one}`)),
    h("span", { class: "unseen" }, count(picture.boxes.length, "box", "boxes")),
  );
}
