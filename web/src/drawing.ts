// A picture as SVG: laid out by Graphviz, moved and enlarged by d3-zoom, walked with the keyboard.

import { instance, type Viz } from "@viz-js/viz";
import { select } from "d3-selection";
import { zoom, zoomIdentity, type ZoomBehavior } from "d3-zoom";
import { clean } from "./dom";
import { clusterId, dotOf } from "./dot";
import { ends, pair } from "./keys";
import { type Box, type Picture, said } from "./picture";

/** Pixels below a drawing that fits, for the buttons; and how much a small one is enlarged. */
const BELOW = 56;
const LARGEST = 1.5;

let viz: Viz | undefined;

/** Make Graphviz ready. False where the browser has no WebAssembly. */
export async function prepare(): Promise<boolean> {
  try {
    viz = await instance();
  } catch {
    return false;
  }
  return true;
}

export interface Events {
  select(key: string): void;
  open(key: string): void;
}

export interface Drawing {
  element: HTMLElement;
  fit(): void;
  enlarge(by: number): void;
  mark(selected: string): void;
}

/** Draw a picture. Throws what Graphviz says where it cannot lay it out. */
export function draw(picture: Picture, events: Events, name: string): Drawing {
  if (!viz) throw new Error("this browser has no WebAssembly");
  const svg = viz.renderSVGElement(dotOf(picture));
  svg.setAttribute("role", "group");
  svg.setAttribute("aria-label", name);
  svg.setAttribute("class", "drawing");
  svg.querySelector("g.graph > title")?.remove();
  const boxes = boxesOf(svg, picture, events);
  const edges = edgesOf(svg, picture, events);
  return { ...movable(svg), mark: (selected) => mark(svg, picture, boxes, edges, selected) };
}

/** Make the boxes buttons, and return them by key. */
function boxesOf(svg: SVGSVGElement, picture: Picture, events: Events): Map<string, SVGGElement> {
  const found = new Map<string, SVGGElement>();
  const add = (id: string, key: string, name: string) => {
    const element = svg.querySelector<SVGGElement>(`#${id}`);
    const acts: [() => void, () => void] = [() => events.select(key), () => events.open(key)];
    if (element) found.set(key, asButton(element, name, ...acts));
  };
  picture.boxes.forEach((box, place) => add(`n${place}`, box.key, named(box)));
  for (const [key, title] of picture.clusters) add(clusterId(picture, key), key, `${clean(title)}, open`);
  return found;
}

/** Let the lines be clicked, a little beside them, too, and return them by key. */
function edgesOf(svg: SVGSVGElement, picture: Picture, events: Events): Map<string, SVGGElement> {
  const found = new Map<string, SVGGElement>();
  picture.edges.forEach((edge, place) => {
    const element = svg.querySelector<SVGGElement>(`#e${place}`);
    if (!element) return;
    const key = pair(edge.source, edge.target);
    found.set(key, element);
    title(element, `${label(picture, edge.source)} → ${label(picture, edge.target)}: ${said(edge.weights)}`);
    const wide = element.querySelector("path")?.cloneNode() as SVGPathElement | undefined;
    wide?.setAttribute("class", "hit");
    if (wide) element.prepend(wide);
    element.addEventListener("click", () => events.select(key));
  });
  return found;
}

/** Put a drawing into a frame, in which it is moved and enlarged; it fits whenever the frame gets another size. */
function movable(svg: SVGSVGElement): Omit<Drawing, "mark"> {
  const width = parseFloat(svg.getAttribute("width") ?? "100");
  const height = parseFloat(svg.getAttribute("height") ?? "100");
  for (const attribute of ["width", "height", "viewBox"]) svg.removeAttribute(attribute);
  const group = document.createElementNS("http://www.w3.org/2000/svg", "g");
  group.append(...svg.childNodes);
  svg.append(group);
  const frame = document.createElement("div");
  frame.className = "frame";
  frame.append(svg);
  const root = select<SVGSVGElement, unknown>(svg);
  const behavior: ZoomBehavior<SVGSVGElement, unknown> = zoom<SVGSVGElement, unknown>()
    .scaleExtent([0.05, 8])
    .on("zoom", (event: { transform: { toString(): string } }) =>
      group.setAttribute("transform", event.transform.toString()),
    );
  root.call(behavior).on("dblclick.zoom", null);
  let fitted = "";
  const fit = () => {
    const [x, y] = [frame.clientWidth - 16, frame.clientHeight - BELOW];
    if (x <= 0 || y <= 0) return;
    fitted = `${x} ${y}`;
    const scale = Math.min(x / width, y / height, LARGEST);
    const [left, top] = [8 + (x - width * scale) / 2, 8 + (y - height * scale) / 2];
    root.call(behavior.transform, zoomIdentity.translate(left, top).scale(scale));
  };
  // while it is taken out of the page and put back, the frame has no size
  new ResizeObserver(() => fitted !== `${frame.clientWidth - 16} ${frame.clientHeight - BELOW}` && fit()).observe(
    frame,
  );
  svg.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
    if (step) root.call(behavior.translateBy, step[0]!, step[1]!);
    else if (event.key === "+" || event.key === "=") root.call(behavior.scaleBy, 1.25);
    else if (event.key === "-") root.call(behavior.scaleBy, 0.8);
    else if (event.key === "0") fit();
    else return;
    event.preventDefault();
  });
  return { element: frame, fit, enlarge: (by) => root.call(behavior.scaleBy, by) };
}

/** Show what is selected, and what it is tied to. */
function mark(
  svg: SVGSVGElement,
  picture: Picture,
  boxes: Map<string, SVGGElement>,
  edges: Map<string, SVGGElement>,
  selected: string,
): void {
  const chosen = picture.edges.filter((e) => [e.source, e.target, pair(e.source, e.target)].includes(selected));
  const near = new Set(chosen.flatMap((e) => [e.source, e.target]));
  for (const [key, element] of boxes) {
    element.classList.toggle("selected", key === selected);
    element.classList.toggle("near", near.has(key));
    element.setAttribute("aria-pressed", String(key === selected));
  }
  for (const [key, element] of edges) {
    const [source, target] = ends(key) ?? [];
    element.classList.toggle("selected", key === selected);
    element.classList.toggle("near", source === selected || target === selected);
  }
  svg.classList.toggle("chosen", near.size > 0);
}

/** Have all of a drawing on paper, which nobody can move: however it was moved on the screen. */
export function fitPaper(): void {
  const moved = new Map<SVGGElement, string>();
  addEventListener("beforeprint", () => {
    for (const svg of document.querySelectorAll<SVGSVGElement>("svg.drawing")) {
      const group = svg.querySelector<SVGGElement>(":scope > g")!;
      const { x, y, width, height } = group.getBBox();
      moved.set(group, group.getAttribute("transform") ?? "");
      group.removeAttribute("transform");
      svg.setAttribute("viewBox", `${x - 3} ${y - 3} ${width + 6} ${height + 6}`);
    }
  });
  addEventListener("afterprint", () => {
    for (const [group, transform] of moved) {
      group.setAttribute("transform", transform);
      group.ownerSVGElement?.removeAttribute("viewBox");
    }
    moved.clear();
  });
}

function named(box: Box): string {
  // what is read aloud begins with what is seen
  return [
    clean(box.label, 34),
    box.detail,
    box.kind,
    box.severity && `has a finding: ${box.severity}`,
    box.moved && "moved",
  ]
    .filter(Boolean)
    .join(", ");
}

function label(picture: Picture, key: string): string {
  return clean(picture.boxes.find((box) => box.key === key)?.label ?? picture.clusters.get(key) ?? key);
}

function asButton(element: SVGGElement, name: string, act: () => void, more: () => void): SVGGElement {
  element.setAttribute("role", "button");
  element.setAttribute("tabindex", "0");
  element.setAttribute("aria-label", name);
  title(element, name);
  element.addEventListener("click", act);
  element.addEventListener("dblclick", more);
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    (event.shiftKey ? more : act)();
  });
  return element;
}

function title(element: SVGGElement, text: string): void {
  element.querySelectorAll("title").forEach((one) => one.remove());
  const one = document.createElementNS("http://www.w3.org/2000/svg", "title");
  one.textContent = text;
  element.prepend(one);
}
