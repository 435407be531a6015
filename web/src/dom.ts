// Elements, made of texts alone: nothing that was analysed is ever read as HTML.

type Child = Node | string | number | null | undefined | false | Child[];
type Attributes = Record<string, string | number | boolean | undefined | ((event: never) => void)>;

/** Make an element. Attributes that are functions listen to the event of their name ("onclick"); those that are false or undefined are left out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value as EventListener);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, String(value));
  }
  append(element, children);
  return element;
}

export function append(element: Element, children: Child[]): void {
  for (const child of children) {
    if (Array.isArray(child)) append(element, child);
    else if (child instanceof Node) element.append(child);
    else if (child !== null && child !== undefined && child !== false) element.append(String(child));
  }
}

// Control characters, and those that turn the direction of what follows.
const HARMFUL =
  /[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]/gu;

/** Return a name that can be shown; of a longer one than `most` characters the middle is left out. */
export function clean(text: string, most = 200): string {
  const shown = text
    .slice(0, 20 * most)
    .replace(HARMFUL, (c) => `\\x${(c.codePointAt(0) ?? 0).toString(16).padStart(2, "0")}`);
  const letters = [...shown];
  if (letters.length <= most) return shown;
  const half = Math.floor(most / 2);
  return `${letters.slice(0, half - 1).join("")}…${letters.slice(-half).join("")}`;
}

/** A name of the analysed code. */
export function code(text: string, most = 120): HTMLElement {
  const shown = clean(text, most);
  return h("code", { title: shown === text ? undefined : clean(text, 2000) }, shown);
}

/** Text of a rule page: paragraphs, lists and `code`. */
export function prose(text: string): HTMLElement[] {
  return text
    .trim()
    .split(/\n\s*\n/)
    .map((block) => {
      const lines = block.split("\n");
      if (lines.every((line) => /^\s*([-*]|\d+\.)\s/.test(line) || /^\s{2,}/.test(line))) {
        const items = block.split(/\n(?=\s*(?:[-*]|\d+\.)\s)/).map((item) => item.replace(/^\s*([-*]|\d+\.)\s/, ""));
        return h(
          "ul",
          {},
          items.map((item) => h("li", {}, inline(item))),
        );
      }
      if (/^```/.test(block)) return h("pre", {}, block.replace(/^```.*\n?|\n?```$/g, ""));
      return h("p", {}, inline(block.replace(/^#+\s*/, "")));
    });
}

function inline(text: string): (Node | string)[] {
  return text
    .split(/(`[^`]+`)/)
    .map((part) =>
      /^`.*`$/s.test(part) ? h("code", {}, part.slice(1, -1)) : part.replace(/\*\*?([^*]+)\*\*?/g, "$1"),
    );
}

/** Names of details that are open. */
const opened = new Set<string>();

/** Keep details open however often the view that they stand in is made again. */
export function kept(name: string, details: HTMLDetailsElement): HTMLDetailsElement {
  details.open ||= opened.has(name);
  details.addEventListener("toggle", () => (details.open ? opened.add(name) : opened.delete(name)));
  return details;
}

/** Return a list with the first of some items, and a button for the others. */
export function inParts<T>(list: HTMLElement, items: T[], first: number, item: (one: T) => Node): HTMLElement[] {
  list.append(...items.slice(0, first).map(item));
  if (items.length <= first) return [list];
  const more = button(`Show ${number(items.length - first)} more`, () => {
    more.remove();
    list.append(...items.slice(first).map(item));
  });
  return [list, more];
}

export function number(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: 1 });
}

export function count(value: number, word: string, many = `${word}s`): string {
  return `${number(value)} ${value === 1 ? word : many}`;
}

export function button(text: string, act: () => void, attributes: Attributes = {}): HTMLButtonElement {
  return h("button", { type: "button", onclick: act, ...attributes }, text);
}

export function option(value: string, text: string, selected: boolean): HTMLOptionElement {
  return h("option", { value, selected }, text);
}
