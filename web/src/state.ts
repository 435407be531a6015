// What is being looked at. It stands in the fragment of the address, so that a view can be sent, kept and gone back to.

import { escaped, plain } from "./keys";

export const VIEWS = ["overview", "graph", "services", "matrix", "tables", "seams", "findings", "coverage"] as const;
export type View = (typeof VIEWS)[number];

/** Modules go to another context: all that a dotted name covers, as `seams --assume "move NAME -> CONTEXT"` has it. */
export interface Move {
  name: string;
  context: string;
}

export interface State {
  view: View;
  /** Id of the division that is shown. */
  base: string;
  /** Keys of contexts and packages that are open. */
  open: string[];
  /** Kinds of edges; empty: all. */
  kinds: string[];
  /** Whether weak edges are drawn, too. */
  all: boolean;
  /** Key of the node around which the graph lies. */
  focus: string;
  /** Key of the node, the edge ("a>b") or the finding that is told in the panel. */
  selected: string;
  moves: Move[];
  /** What lists are filtered by. */
  text: string;
  rule: string;
  /** The context or service that findings must be about. */
  about: string;
  severity: string;
}

const START: State = {
  view: "overview",
  base: "today",
  open: [],
  kinds: [],
  all: false,
  focus: "",
  selected: "",
  moves: [],
  text: "",
  rule: "",
  about: "",
  severity: "",
};

export function parse(fragment: string): State {
  const [path = "", query = ""] = fragment.replace(/^#\/?/, "").split("?", 2);
  const given = new URLSearchParams(query);
  const one = (name: string) => given.get(name) ?? "";
  return {
    view: VIEWS.find((view) => view === path) ?? START.view,
    base: one("base") || START.base,
    open: given.getAll("open"),
    kinds: given.getAll("kind"),
    all: given.has("all"),
    focus: one("focus"),
    selected: one("selected"),
    moves: given.getAll("move").flatMap((text) => {
      const arrow = text.indexOf("->");
      const [name, context] = [plain(text.slice(0, arrow)), plain(text.slice(arrow + 2))];
      return arrow > 0 && context ? [{ name, context }] : [];
    }),
    text: one("text"),
    rule: one("rule"),
    about: one("about"),
    severity: one("severity"),
  };
}

export function fragment(state: State): string {
  const said = new URLSearchParams();
  const put = (name: string, value: string, usual = "") => value !== usual && said.set(name, value);
  put("base", state.base, START.base);
  for (const key of state.open) said.append("open", key);
  for (const kind of state.kinds) said.append("kind", kind);
  if (state.all) said.set("all", "1");
  put("focus", state.focus);
  put("selected", state.selected);
  for (const move of state.moves) said.append("move", `${escaped(move.name)}->${escaped(move.context)}`);
  put("text", state.text);
  put("rule", state.rule);
  put("about", state.about);
  put("severity", state.severity);
  const query = said.toString();
  return `#/${state.view}${query ? `?${query}` : ""}`;
}

export type Go = (change: Partial<State>) => void;
