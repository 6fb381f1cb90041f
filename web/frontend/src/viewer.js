// The diagram in the browser: bpmn-js in place of the picture that the server drew. What is marked on
// it, tokens, path and counts, is taken over from that picture: there is one way to draw a mark.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import "bpmn-js/dist/assets/diagram-js.css";
import { about } from "./about.js";
import { pick } from "./pick.js";
import { textOf } from "./text_of_file.js";
import { touch } from "./touch.js";
import { wholeWords } from "./whole_words.js";
import { look, whole, zoom } from "./zoom.js";

const STYLES = new URL("./viewer.css", import.meta.url).href;
const views = new Map(); // the last viewport of each drawing, for when the page is renewed
let viewers = [];

// Paper gets the picture that the server drew, which is whole, whatever part the screen shows.
addEventListener("beforeprint", () => {
  for (const { stage, paper } of viewers) stage.append(paper);
});
addEventListener("afterprint", () => {
  for (const { paper } of viewers) paper.remove();
});

export async function open(stage) {
  viewers = viewers.filter((viewer) => viewer.stage.isConnected || viewer.destroy());
  const [xml] = await Promise.all([read(stage.dataset.diagram), styled()]);
  const container = document.createElement("div");
  container.className = "canvas";
  stage.append(container);
  const viewer = new NavigatedViewer({
    container,
    bpmnRenderer: { defaultFillColor: "var(--paper)", defaultStrokeColor: "var(--drawn)" },
  });
  wholeWords(viewer.get("textRenderer"));
  viewer.stage = stage;
  viewers.push(viewer);
  viewer.on("import.parse.complete", ({ definitions }) => recolour(definitions));
  try {
    await viewer.importXML(xml);
  } catch (error) {
    container.remove();
    throw error;
  }
  for (const element of viewer.get("elementRegistry").filter(isNameOfGroup)) {
    viewer.get("canvas").addMarker(element, "name-of-group");
  }
  const picture = stage.querySelector("svg.picture");
  viewer.paper = picture.cloneNode(true);
  takeOver(picture, viewer);
  lead(viewer);
  picture.remove();
  const { width, height } = viewer.paper.viewBox.baseVal;
  stage.style.setProperty("--proportions", `${width} / ${height}`);
  stage.classList.add("live");
  stage.scrollTo(0, 0);
  start(viewer, stage);
  zoom(viewer, stage);
  touch(viewer, container);
  about(viewer, stage);
  pick(viewer, stage);
}

async function read(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return textOf(await answer.arrayBuffer());
}

const isNameOfGroup = (element) => element.type === "label" && element.businessObject.$type === "bpmn:Group";

function styled() {
  if (document.querySelector(`link[href="${STYLES}"]`)) return null;
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: STYLES });
  const loaded = new Promise((resolve) => link.addEventListener("load", resolve, { once: true }));
  document.head.append(link);
  return loaded;
}

// ---------------------------------------------------------------- colours

const COLOUR = /^(#[0-9a-f]{3,8}|[a-z]{3,20})$/i;

// The colours that the diagram gives have dark twins. tokens.css mixes them; a probe asks for both
// (decision 0186).
function recolour(definitions) {
  const probe = Object.assign(document.createElement("i"), { className: "twin", hidden: true });
  document.body.append(probe);
  for (const drawn of definitions.diagrams.flatMap((diagram) => diagram.plane?.planeElement ?? [])) {
    const line = colourOf(drawn.get("color:border-color") || drawn.get("bioc:stroke"));
    const fill = colourOf(drawn.get("color:background-color") || drawn.get("bioc:fill"));
    const twins = line || fill ? twinsOf(probe, line ?? fill, fill) : {};
    drawn.set("color:border-color", line && twins.color);
    drawn.set("color:background-color", fill && twins.backgroundColor);
    drawn.set("bioc:stroke", undefined);
    drawn.set("bioc:fill", undefined);
  }
  probe.remove();
}

const colourOf = (text) => (COLOUR.test(text) ? text : undefined);

function twinsOf(probe, line, fill) {
  probe.style.setProperty("--line", line);
  probe.style.setProperty("--fill", fill ?? line);
  const read = (scheme, name) => {
    probe.style.colorScheme = scheme;
    return getComputedStyle(probe)[name];
  };
  const both = (name) => `light-dark(${read("light", name)}, ${read("dark", name)})`;
  return { color: both("color"), backgroundColor: both("backgroundColor") };
}

// ---------------------------------------------------------------- marks

function takeOver(picture, viewer) {
  const registry = viewer.get("elementRegistry");
  for (const ring of picture.querySelectorAll(".ring")) {
    registry.getGraphics(ring.parentNode.dataset.element)?.prepend(ring);
  }
  const marks = picture.querySelector(".marks");
  if (marks) viewer.get("canvas").getLayer("marks", 2).append(marks);
}

// A shape or flow leads where it does on the server's picture, by itself or by its figure.
function lead(viewer) {
  const targets = new Map();
  for (const link of viewer.paper.querySelectorAll("a[href]")) {
    const { element } = (link.querySelector("[data-element]") ?? link.closest("[data-element]"))?.dataset ?? {};
    if (viewer.get("elementRegistry").get(element)) targets.set(element, link.href.baseVal);
  }
  for (const id of targets.keys()) viewer.get("canvas").addMarker(id, "leads");
  viewer.on("element.click", ({ element, originalEvent: { ctrlKey, metaKey } }) => {
    const target = targets.get(element.businessObject.id);
    if (target) window.open(target, ctrlKey || metaKey ? "_blank" : "_self");
  });
}

// ---------------------------------------------------------------- where one looks

const NARROW = 600; // pixels; the whole would be too small to see anything on
const LEAST = 0.3;

function start(viewer, stage) {
  const canvas = viewer.get("canvas");
  const seen = views.get(stage.dataset.keep);
  const token = stage.querySelector("#token");
  const toToken = () => look(canvas, viewer.get("elementRegistry").get(token.dataset.element));
  for (const link of stage.parentNode.querySelectorAll('a[href="#token"]')) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      toToken();
    });
  }
  if (seen) canvas.viewbox(seen);
  else if (token) toToken();
  else whole(canvas, stage.clientWidth < NARROW ? LEAST : 0);
  viewer.on("canvas.viewbox.changed", ({ viewbox }) => {
    const { x, y, width, height } = viewbox;
    views.set(stage.dataset.keep, { x, y, width, height });
  });
}
