// The page of `boundary-lint report`: what is looked at stands in the address, and every view is made from that and the data.

import { crossings } from "./crossings";
import { load } from "./data";
import { append, button, clean, h } from "./dom";
import { fitPaper, prepare } from "./drawing";
import { coveredBy, type Model, modelOf, sidesOf } from "./model";
import { change } from "./move";
import type { Seen } from "./seen";
import { priceOf } from "./price";
import { fragment, parse, type State, type View } from "./state";
import { coverage } from "./views/coverage";
import { findings } from "./views/findings";
import { graph } from "./views/graph";
import { matrix } from "./views/matrix";
import { overview } from "./views/overview";
import { seams } from "./views/seams";
import { services } from "./views/services";
import { tables } from "./views/tables";

const TITLES: Record<View, string> = {
  overview: "Overview",
  graph: "Graph",
  services: "Services",
  matrix: "Matrix",
  tables: "Tables",
  seams: "Seams",
  findings: "Findings",
  coverage: "Coverage",
};

const MAKE: Record<View, (seen: Seen, canDraw: boolean) => HTMLElement> = {
  overview,
  graph,
  services,
  matrix,
  tables,
  seams,
  findings,
  coverage,
};

const page = document.getElementById("page")!;
let canDraw = false;
let model: Model;

function go(now: State, part: Partial<State>): void {
  const next = { ...now, ...part };
  const isTyping = part.text !== undefined && part.view === undefined;
  if (part.view && part.view !== now.view && part.selected === undefined) next.selected = "";
  history[isTyping ? "replaceState" : "pushState"](null, "", fragment(next));
  show();
}

function show(): void {
  const state = parse(location.hash);
  const sides = sidesOf(model, state, state.moves);
  const seen: Seen = { model, state, sides, crossing: crossings(model, sides), go: (part) => go(state, part) };
  const kept = focused();
  const main = h("main", { id: "main", tabindex: "-1" }, based(seen), whatIf(seen), MAKE[state.view](seen, canDraw));
  page.replaceChildren(header(seen), main);
  document.title = `${TITLES[state.view]} · ${clean(model.data.project, 60)} · boundary-lint`;
  kept();
}

/** Remember which element has the focus, and give it back to the one with its id; where that is gone, to the content, so that Tab goes on from there. */
function focused(): () => void {
  const before = document.activeElement;
  const id = before?.id;
  const caret = before instanceof HTMLInputElement && before.type === "search" ? before.selectionStart : null;
  return () => {
    const after = before?.isConnected ? before : (id && document.getElementById(id)) || document.getElementById("main");
    if (after instanceof SVGElement || after instanceof HTMLElement) after.focus({ preventScroll: true });
    if (id && document.activeElement === document.body) document.getElementById("main")?.focus({ preventScroll: true });
    if (after instanceof HTMLInputElement && caret !== null) after.setSelectionRange(caret, caret);
  };
}

function header(seen: Seen): HTMLElement {
  const views = (Object.keys(TITLES) as View[]).filter(
    (view) => view !== "services" || model.data.services.nodes.length > 0,
  );
  return h(
    "header",
    {},
    h(
      "a",
      {
        class: "skip",
        href: "#main",
        onclick: (event: Event) => (event.preventDefault(), document.getElementById("main")?.focus()),
      },
      "Skip to the content",
    ),
    h("strong", { class: "project" }, clean(model.data.project, 40)),
    h(
      "nav",
      { "aria-label": "Views" },
      views.map((view) =>
        h(
          "a",
          {
            id: `view-${view}`,
            href: fragment({ ...seen.state, view, selected: "", text: "" }),
            "aria-current": view === seen.state.view ? "page" : undefined,
            onclick: (event: MouseEvent) => {
              if (event.ctrlKey || event.metaKey || event.shiftKey) return;
              event.preventDefault();
              go(seen.state, { view, text: "" });
            },
          },
          TITLES[view],
        ),
      ),
    ),
    button("Light or dark", theme, { id: "theme" }),
  );
}

function theme(): void {
  const root = document.documentElement;
  const isDark = root.dataset.theme
    ? root.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = isDark ? "light" : "dark";
  try {
    sessionStorage.setItem("theme", root.dataset.theme);
  } catch {
    // a browser that keeps nothing forgets the choice
  }
}

/** Choose light or dark as it was chosen before the page was drawn again. */
function themeAsBefore(): void {
  try {
    const chosen = sessionStorage.getItem("theme");
    if (chosen) document.documentElement.dataset.theme = chosen;
  } catch {
    // as above
  }
}

/** Says so where other contexts than those of today are shown. */
function based({ sides, go: to }: Seen): HTMLElement | null {
  if (sides.division.id === "today") return null;
  return h(
    "p",
    { class: "based" },
    `These are the ${sides.division.title}, not those of today. `,
    button("Back to those of today", () => to({ base: "today", open: [], focus: "", selected: "", moves: [] }), {
      id: "today",
    }),
  );
}

/** What was moved, and what that does to the price. */
function whatIf(seen: Seen): HTMLElement | null {
  const { state, go: to } = seen;
  if (!state.moves.length) return null;
  const before = priceOf(model, crossings(model, sidesOf(model, state, []))).total;
  const after = priceOf(model, seen.crossing).total;
  const known = state.moves.filter((move) => coveredBy(model, move.name).length);
  const command = `boundary-lint seams ${known.map((move) => `--assume '${clean(`move ${move.name} -> ${move.context}`, 10_000).replaceAll("'", "'\\''")}'`).join(" ")}`;
  return h(
    "section",
    { class: "whatif", "aria-label": "What if" },
    h("strong", {}, "What if:"),
    h(
      "ul",
      {},
      state.moves.map((move) =>
        h(
          "li",
          {},
          `${clean(move.name, 60)} → ${clean(move.context, 40)} `,
          button("undo", () => to({ moves: state.moves.filter((one) => one.name !== move.name) }), {
            "aria-label": `undo the move of ${clean(move.name, 60)}`,
          }),
        ),
      ),
    ),
    h("p", { role: "status", id: "price" }, change(before, after)),
    button("Undo all", () => to({ moves: [] })),
    state.base === "today"
      ? h(
          "details",
          {},
          h("summary", {}, "Exactly"),
          h(
            "p",
            {},
            "The price of moved modules is an estimate: remedies depend on who else uses them. In the folder of the program, this command knows: ",
          ),
          h("code", {}, command),
        )
      : null,
  );
}

/** While `boundary-lint serve` shows the page, it says when there is a new one. */
function follow(): void {
  if (!location.protocol.startsWith("http") || typeof EventSource === "undefined") return;
  const events = new EventSource("events");
  events.addEventListener("reload", () => location.reload());
  events.addEventListener("problem", (event) => {
    document.getElementById("problem")?.remove();
    document.body.prepend(h("p", { id: "problem", role: "alert" }, clean(String((event as MessageEvent).data), 1000)));
  });
}

async function start(): Promise<void> {
  try {
    model = modelOf(await load());
  } catch (error) {
    append(page, [
      h(
        "p",
        { role: "alert" },
        `The data of this page cannot be read (${clean(String(error))}): write it again with boundary-lint report.`,
      ),
    ]);
    return;
  }
  fitPaper();
  themeAsBefore();
  addEventListener("popstate", show);
  addEventListener("hashchange", show);
  addEventListener("keydown", (event) => event.key === "Escape" && document.getElementById("close")?.click());
  show();
  canDraw = await prepare();
  show();
  document.documentElement.classList.add("ready");
  follow();
}

void start();
