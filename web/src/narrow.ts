// No more of a picture than people can read: the boxes with the most ties, and the edges that carry it.

import { count } from "./dom";
import { push } from "./model";
import type { Box, Edge, Picture } from "./picture";
import type { State } from "./state";

/** Boxes on the first screen: with more nobody reads them. */
export const MAX_CONTEXTS = 40;

/** Boxes up to which contexts that are tied to nothing are drawn, too. */
const FEW = 12;

/** An edge stays if it is among those that hold this share of all places, or holds this share of those of one of its ends. */
const BACKBONE = 0.8;
const OWN = 0.12;

/** Return a picture with no more boxes and edges than can be read. keep: key of what must stay. */
export function finish(
  whole: Picture,
  state: Pick<State, "all" | "selected">,
  keep: string,
  others = "search finds the others",
): Picture {
  const notices = [...whole.notices];
  const weight = new Map<string, number>();
  for (const edge of whole.edges) {
    for (const end of [edge.source, edge.target, edge.from, edge.to])
      weight.set(end, (weight.get(end) ?? 0) + edge.weight);
  }
  const mustStay = (box: Box) => box.key === keep || box.key === state.selected || Boolean(box.moved);
  const closed = whole.boxes.filter((box) => !box.inside);
  const alone =
    closed.length > FEW
      ? closed.filter(
          (box) => box.kind === "context" && !weight.has(box.key) && !mustStay(box) && whole.edges.length > 0,
        )
      : [];
  if (alone.length)
    notices.push(
      `${count(alone.length, "box", "boxes")} tied to nothing: ${alone
        .slice(0, 5)
        .map((box) => box.label)
        .join(", ")}${alone.length > 5 ? " …" : ""}`,
    );
  const order = closed
    .filter((box) => !alone.includes(box))
    .sort(
      (a, b) =>
        Number(mustStay(b)) - Number(mustStay(a)) ||
        (weight.get(b.key) ?? 0) - (weight.get(a.key) ?? 0) ||
        (a.key < b.key ? -1 : 1),
    );
  if (order.length > MAX_CONTEXTS)
    notices.push(
      `${MAX_CONTEXTS} of ${order.length.toLocaleString("en")} boxes are shown, those with the most ties: ${others}`,
    );
  const hidden = new Set([...alone, ...order.slice(MAX_CONTEXTS)].map((box) => box.key));
  const boxes = whole.boxes.filter((box) => !hidden.has(box.key)).sort((a, b) => (a.key < b.key ? -1 : 1));
  const among = whole.edges.filter((edge) => !hidden.has(edge.source) && !hidden.has(edge.target));
  const edges = state.all ? among.slice(0, MAX_EDGES) : thinned(among, whole.boxes, keep);
  if (edges.length < among.length) {
    const part = (found: Edge[]) => found.reduce((sum, edge) => sum + edge.weight, 0);
    const against = among.filter((edge) => edge.against).length - edges.filter((edge) => edge.against).length;
    const share = Math.round((100 * part(edges)) / part(among));
    notices.push(
      `${edges.length} of ${among.length} edges are shown, with ${share} % of all places${against ? `; ${against} of the others close cycles` : ""}`,
    );
  }
  return { boxes, edges, clusters: whole.clusters, notices };
}

/** Return the backbone of what is inside of each open context, and of what lies between contexts: of that all, around one that is looked at. */
function thinned(edges: Edge[], boxes: Box[], keep: string): Edge[] {
  const inside = new Map(boxes.map((box) => [box.key, box.inside]));
  const groups = new Map<string, Edge[]>();
  for (const edge of edges) push(groups, inside.get(edge.source) ?? "", edge);
  const kept = new Set([...groups].flatMap(([key, group]) => (keep && !key ? group : backbone(group))));
  return edges.filter((edge) => kept.has(edge)).slice(0, MAX_EDGES);
}

/** Edges that are laid out in bounded time. */
const MAX_EDGES = 300;

export function backbone(edges: Edge[]): Edge[] {
  const total = new Map<string, number>();
  let all = 0;
  for (const edge of edges) {
    all += edge.weight;
    for (const end of [edge.source, edge.target]) total.set(end, (total.get(end) ?? 0) + edge.weight);
  }
  const seen = new Set<string>();
  let held = 0;
  const kept = edges.filter((edge) => {
    const strongest = [edge.source, edge.target].filter((end) => !seen.has(end));
    strongest.forEach((end) => seen.add(end));
    const own = [edge.source, edge.target].some((end) => edge.weight >= OWN * total.get(end)!);
    const carries = held < BACKBONE * all;
    held += edge.weight;
    return carries || own || strongest.length > 0;
  });
  return kept;
}
