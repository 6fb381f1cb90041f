// The way by which a case comes to what a finding says, as a token that walks it on the drawing.
const SPEED = 0.35; // pixels in a millisecond
const REST = 450; // milliseconds at an element

export function play(modeler, path) {
  const registry = modeler.get("elementRegistry");
  const points = path.flatMap((id) => pointsOf(registry.get(id)));
  if (!points.length) return;
  const layer = modeler.get("canvas").getLayer("token", 3);
  const token = document.createElementNS("http://www.w3.org/2000/svg", "circle");
  token.setAttribute("r", 10);
  token.setAttribute("class", "walking-token");
  layer.replaceChildren(token);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (still) return place(token, points.at(-1));
  walk(token, points, 0);
}

function pointsOf(element) {
  if (!element) return [];
  if (element.waypoints) return element.waypoints.map(({ x, y }) => ({ x, y, rest: 0 }));
  return [{ x: element.x + element.width / 2, y: element.y + element.height / 2, rest: REST }];
}

function place(token, { x, y }) {
  token.setAttribute("cx", x);
  token.setAttribute("cy", y);
}

function walk(token, points, at) {
  const [from, to] = [points[at], points[at + 1]];
  place(token, from);
  if (!to) return void setTimeout(() => token.remove(), 4 * REST);
  const began = performance.now() + from.rest;
  const time = Math.hypot(to.x - from.x, to.y - from.y) / SPEED || 1;
  const step = (now) => {
    if (!token.isConnected) return;
    const share = Math.min(1, Math.max(0, (now - began) / time));
    place(token, { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share });
    if (share < 1) requestAnimationFrame(step);
    else walk(token, points, at + 1);
  };
  requestAnimationFrame(step);
}
