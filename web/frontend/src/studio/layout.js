// Where everything would stand if it were drawn anew: by ELK, which knows sub-processes, events on a border
// (as ports) and labels. Fetched when it is asked for; returns places and changes nothing. It reckons in a worker, so
// that the page goes on meanwhile (decision 0342). Decision 0258.

import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import ELK from "elkjs/lib/elk-api.js";
import { _ } from "../language.js";
import { notLoaded } from "./not_loaded.js";

const PATIENCE = 60_000; // milliseconds
const BORDER = 24; // pixels between the border of a part and what is in it
const HEAD = 36; // above it: the name of the part

const OPTIONS = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  "elk.json.shapeCoords": "ROOT",
  "elk.json.edgeCoords": "ROOT",
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.randomSeed": "1",
};
const SPACES = {
  "elk.spacing.nodeNode": "36",
  "elk.spacing.edgeNode": "20",
  "elk.spacing.edgeEdge": "14",
  "elk.spacing.edgeLabel": "4",
  "elk.spacing.labelNode": "6",
  "elk.layered.spacing.nodeNodeBetweenLayers": "48",
  "elk.layered.spacing.edgeNodeBetweenLayers": "20",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "14",
};
const PART = {
  ...SPACES,
  "elk.padding": `[top=${HEAD},left=${BORDER},bottom=${BORDER},right=${BORDER}]`,
};
const POOL = { ...PART, "elk.padding": `[top=${BORDER},left=${HEAD + BORDER},bottom=${BORDER},right=${BORDER}]` };
const PORTS = {
  "elk.portConstraints": "FIXED_SIDE",
  "elk.spacing.portPort": "30",
  "elk.nodeSize.constraints": "[PORTS, MINIMUM_SIZE]", // they do not cover one another
};

const LANES = _("It has pools or lanes: what stands in which one would be lost. Lay it out by hand.");
const DATA_DRAWN = _("It has data that is drawn: where it belongs would be lost. Lay it out by hand.");

// Why a drawing is not laid out, as a sentence; "" for one that can be.
export function unfit(elements) {
  const has = (...kinds) => elements.some((one) => kinds.some((kind) => is(one, kind)));
  if (has("bpmn:Participant", "bpmn:Lane")) return LANES;
  if (has("bpmn:DataObjectReference", "bpmn:DataStoreReference")) return DATA_DRAWN;
  return "";
}

const TOO_LARGE = _(
  "It is too large to be laid out here. Lay it out in a modeler, or split it into several processes.",
);

// By the id of each shape, label and flow of these under `root`: `x`, `y`, `width`, `height`, or its `waypoints`.
// `worker` is the address of ELK. Throws, with a sentence, where that takes too long or cannot be loaded.
export async function layout(elements, root, worker) {
  const drawn = elements.filter((one) => isWithin(one, root) && !one.hidden && !one.labelTarget);
  const shapes = drawn.filter((one) => !one.waypoints);
  const inside = childrenBy(shapes);
  const graph = {
    id: "caselane:root",
    layoutOptions: { ...OPTIONS, ...SPACES },
    children: nodesIn(root, inside),
    edges: drawn.filter((one) => one.waypoints).map(edgeOf),
  };
  const reckoner = new Worker(worker);
  const missing = new Promise((go) => reckoner.addEventListener("error", go)).then(notLoaded);
  const elk = new ELK({ workerFactory: () => reckoner });
  try {
    return placesOf(await Promise.race([elk.layout(graph), tooLong(), missing]));
  } finally {
    elk.terminateWorker();
  }
}

const tooLong = () => new Promise((_done, fail) => setTimeout(() => fail(new Error(TOO_LARGE)), PATIENCE));

const isWithin = ({ parent }, root) => Boolean(parent) && (parent === root || isWithin(parent, root));

// What is drawn inside a group stays together; of several, inside the smallest.
function childrenBy(shapes) {
  const groups = shapes.filter((one) => is(one, "bpmn:Group")).sort((a, b) => size(a) - size(b));
  const around = (shape) => groups.find((group) => group.parent === shape.parent && holds(group, shape));
  return Map.groupBy(
    shapes.filter((one) => !one.host),
    (shape) => around(shape) ?? shape.parent,
  );
}

const size = ({ width, height }) => width * height;

const holds = (group, { x, y, width, height }) =>
  size(group) > width * height &&
  x + width / 2 > group.x &&
  x + width / 2 < group.x + group.width &&
  y + height / 2 > group.y &&
  y + height / 2 < group.y + group.height;

const nodesIn = (parent, inside) => (inside.get(parent) ?? []).map((one) => nodeOf(one, inside));

function nodeOf(shape, inside) {
  const { id, width, height } = shape;
  const children = nodesIn(shape, inside);
  const ports = (shape.attachers ?? []).map(portOf);
  const minimum = children.length ? "(0, 0)" : `(${width}, ${height})`;
  const layoutOptions = {
    ...(children.length && (is(shape, "bpmn:Participant") ? POOL : PART)),
    ...(ports.length && { ...PORTS, "elk.nodeSize.minimum": minimum }),
    ...(shape.label && { "elk.nodeLabels.placement": "[H_CENTER, V_BOTTOM, OUTSIDE]" }),
    "elk.portLabels.placement": "[OUTSIDE]",
  };
  const parts = children.length ? { children } : {};
  return { id, width, height, labels: labelsOf(shape), ...parts, ports, layoutOptions };
}

const portOf = (event) => ({
  id: event.id,
  width: event.width,
  height: event.height,
  labels: labelsOf(event),
  layoutOptions: { "elk.port.side": "SOUTH", "elk.port.borderOffset": String(-event.height / 2) },
});

function labelsOf({ label }) {
  if (!label || label.hidden) return [];
  return [{ id: label.id, text: getBusinessObject(label).name || " ", width: label.width, height: label.height }];
}

const edgeOf = (flow) => ({
  id: flow.id,
  sources: [flow.source.id],
  targets: [flow.target.id],
  labels: labelsOf(flow),
});

// ---------------------------------------------------------------- what ELK answered

function placesOf(graph) {
  const places = {};
  const note = ({ id, x, y, width, height }) => (places[id] = { x, y, width, height });
  const see = (node) => {
    for (const one of [...(node.children ?? []), ...(node.ports ?? [])]) {
      note(one);
      for (const label of one.labels ?? []) note(label);
      see(one);
    }
    for (const edge of node.edges ?? []) {
      const [{ startPoint, bendPoints = [], endPoint }] = edge.sections ?? [{}];
      if (startPoint) places[edge.id] = { waypoints: [startPoint, ...bendPoints, endPoint] };
      for (const label of edge.labels ?? []) note(label);
    }
  };
  see(graph);
  return places;
}
