// Finds contexts, packages, modules and tables by a part of their names.

import { clean, h } from "./dom";
import { key } from "./keys";
import { keysAround } from "./shown";
import type { Seen } from "./seen";

const MOST = 30;

interface Hit {
  key: string;
  text: string;
  kind: string;
  open: string[];
}

export function names(seen: Seen): HTMLElement {
  const list = h("ul", { class: "hits", id: "hits", role: "listbox", "aria-label": "Found" });
  const input = h("input", {
    id: "search",
    type: "search",
    placeholder: "search names",
    autocomplete: "off",
    role: "combobox",
    "aria-label": "Search contexts, modules and tables",
    "aria-controls": "hits",
    "aria-expanded": "false",
    oninput: () => show(),
    onkeydown: (event: KeyboardEvent) => keys(event),
  });
  let found: Hit[] = [];
  let at = -1;
  const take = (hit: Hit) =>
    seen.go({ view: "graph", selected: hit.key, open: [...new Set([...seen.state.open, ...hit.open])], focus: "" });
  const mark = () => {
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === at)));
    if (at >= 0) input.setAttribute("aria-activedescendant", `hit-${at}`);
    else input.removeAttribute("aria-activedescendant");
  };
  const show = () => {
    found = input.value.trim() ? hits(seen, input.value.trim().toLowerCase()) : [];
    at = found.length ? 0 : -1;
    list.replaceChildren(
      ...found.map((hit, place) =>
        h(
          "li",
          { id: `hit-${place}`, role: "option", onmousedown: (event: Event) => (event.preventDefault(), take(hit)) },
          clean(hit.text, 70),
          h("small", {}, ` ${hit.kind}`),
        ),
      ),
    );
    if (!found.length && input.value.trim())
      list.append(h("li", { role: "option", "aria-disabled": "true" }, "nothing of this name"));
    input.setAttribute("aria-expanded", String(list.childElementCount > 0));
    mark();
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") at = Math.min(at + 1, found.length - 1);
    else if (event.key === "ArrowUp") at = Math.max(at - 1, 0);
    else if (event.key === "Escape") (event.stopPropagation(), (input.value = ""), show());
    else if (event.key === "Enter" && at >= 0) return take(found[at]!);
    else return;
    event.preventDefault();
    mark();
  };
  input.addEventListener("blur", () => {
    [found, at] = [[], -1];
    list.replaceChildren();
    input.setAttribute("aria-expanded", "false");
  });
  return h("div", { class: "search" }, input, list);
}

/** Return what bears a text in its name: what begins with it first, then the shorter names. */
function hits(seen: Seen, text: string): Hit[] {
  const { model, sides } = seen;
  const { data } = model;
  const found: Hit[] = [];
  sides.contexts.forEach(
    (name) =>
      name.toLowerCase().includes(text) && found.push({ key: key("c", name), text: name, kind: "context", open: [] }),
  );
  data.modules.names.forEach((name, module) => {
    const file = data.files[data.modules.files[module]!]!;
    if (name.toLowerCase().includes(text) || file.toLowerCase().includes(text))
      found.push({ key: key("m", file), text: name, kind: "module", open: keysAround(model, sides, module) });
  });
  data.tables.names.forEach(
    (name, table) =>
      name.toLowerCase().includes(text) &&
      found.push({
        key: key("t", name),
        text: name,
        kind: "table",
        open: keysAround(model, sides, model.moduleCount + table),
      }),
  );
  const rank = (hit: Hit) => (hit.text.toLowerCase() === text ? 0 : hit.text.toLowerCase().startsWith(text) ? 1 : 2);
  const kind = (hit: Hit) => ["context", "table", "module"].indexOf(hit.kind);
  return found
    .sort(
      (a, b) => rank(a) - rank(b) || kind(a) - kind(b) || a.text.length - b.text.length || (a.text < b.text ? -1 : 1),
    )
    .slice(0, MOST);
}
