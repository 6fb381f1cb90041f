// Fingers: one moves the drawing, two zoom it around the point between them.

export function touch(viewer, container) {
  const canvas = viewer.get("canvas");
  const fingers = new Map();

  container.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch") fingers.set(event.pointerId, event);
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) {
    container.addEventListener(end, (event) => fingers.delete(event.pointerId));
  }
  container.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const other = [...fingers.values()].find((finger) => finger.pointerId !== event.pointerId);
    fingers.set(event.pointerId, event);
    if (other) pinch(before, event, other);
    else canvas.scroll({ dx: event.clientX - before.clientX, dy: event.clientY - before.clientY });
  });

  function pinch(before, after, other) {
    const { left, top } = container.getBoundingClientRect();
    const middle = {
      x: (after.clientX + other.clientX) / 2 - left,
      y: (after.clientY + other.clientY) / 2 - top,
    };
    canvas.zoom(canvas.zoom() * (apart(after, other) / apart(before, other)), middle);
  }
}

const apart = (a, b) => Math.max(1, Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY));
