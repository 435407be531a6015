// What if modules moved to another context.

import { crossings } from "./crossings";
import { button, clean, h, number, option } from "./dom";
import { key } from "./keys";
import { contextName, coveredBy, sidesOf } from "./model";
import { priceOf, round } from "./price";
import type { Seen } from "./seen";
import type { Move } from "./state";

/** The form that moves modules to another context, and tells what that would change. */
export function moveForm(seen: Seen, name: string): HTMLElement | null {
  const { model, sides, state, go, crossing } = seen;
  const modules = coveredBy(model, name);
  if (!modules.length || sides.contexts.length < 2) return null;
  const here = contextName(sides, sides.modules[modules[0]!]!);
  const others = sides.contexts.filter((name) => name !== here).sort();
  const told = h("output", { class: "told", "aria-live": "polite" });
  const choice = h(
    "select",
    { id: "move-to", onchange: () => tell() },
    option("", "choose a context", true),
    others.map((name) => option(name, clean(name, 60), false)),
  );
  const moves = (): Move[] => [...state.moves.filter((move) => move.name !== name), { name, context: choice.value }];
  const tell = () => {
    act.disabled = !choice.value;
    if (!choice.value) return told.replaceChildren();
    const before = priceOf(model, crossing).total;
    const after = priceOf(model, crossings(model, sidesOf(model, state, moves()))).total;
    told.replaceChildren(change(before, after));
  };
  const act = button(
    "Move",
    () => go({ moves: moves(), open: [...new Set([...state.open, key("c", choice.value)])] }),
    { id: "move", disabled: true },
  );
  return h(
    "form",
    { class: "move", onsubmit: (event: Event) => event.preventDefault() },
    h(
      "label",
      { for: "move-to" },
      modules.length > 1 ? `What if its ${number(modules.length)} modules moved to ` : "What if it moved to ",
    ),
    choice,
    " ",
    act,
    told,
  );
}

export function change(before: number, after: number): HTMLElement {
  const difference = round(after - before);
  const words =
    difference === 0
      ? "nothing changes"
      : difference < 0
        ? `${number(-difference)} points cheaper`
        : `${number(difference)} points dearer`;
  return h(
    "span",
    { class: difference < 0 ? "better" : difference > 0 ? "worse" : "" },
    ` all cuts: ${number(before)} → ${number(after)} points, ${words}`,
  );
}
