// The way of a flow among what is drawn already: right-angled, through no element and along no other way, as short
// and with as few bends as can be. Decision 0351. Plain geometry: boxes have `x`, `y`, `width`, `height`, points
// `x` and `y`.

const STEP = 10; // pixels between the lines that a way may take
const APART = 9; // from an element, and from a way that runs along
const STUB = 10; // straight out of an element
const AROUND = [160, 600]; // how far around both ends it looks for one, at first and then
const MOST = 90000; // crossings of those lines
const BEND = 40; // what costs as many pixels of way
const CROSSING = 25;
const ALONG = 12; // times its length
const OVER_TEXT = 4;
const TAKEN = 120; // an end at which another way ends, too

const BESIDE = [0, 10, -10, 20, -20, 30, -30, 40, -40]; // the middle of a side

const SIDES = [
  [0, -1],
  [1, 0],
  [0, 1],
  [-1, 0],
];

// The points from the border of `from` to that of `to`; null where there is no way. `boxes` are the elements around,
// with both ends, `texts` the labels, `lines` the points of each other way, `room` the box that it does not leave.
export function freeWay({ from, to, boxes, texts, lines, room }) {
  for (const around of AROUND) {
    const grid = new Grid(within(grown(union(from, to), around), room), [...docksOf(from), ...docksOf(to)]);
    if (grid.size > MOST) return null;
    for (const box of boxes) grid.block(grown(box, APART));
    for (const text of texts) grid.write(text);
    for (const line of lines) grid.lay(line);
    const ends = lines.flatMap((line) => [line[0], line.at(-1)]);
    const found = grid.shortest(docksOf(from, ends), docksOf(to, ends));
    if (found) return found;
  }
  return null;
}

// Whether a way leaves all elements alone, and runs along no other way.
export function isFree(points, { boxes, lines }) {
  const own = stretches(points);
  const others = lines.flatMap(stretches);
  return !own.some(
    (one) => boxes.some((box) => meet(one, grown(box, -2))) || others.some((other) => cover(one, other)),
  );
}

export const stretches = (points) =>
  points.slice(1).map((to, at) => ({
    x: Math.min(to.x, points[at].x),
    y: Math.min(to.y, points[at].y),
    width: Math.abs(to.x - points[at].x),
    height: Math.abs(to.y - points[at].y),
  }));

export const meet = (one, other) =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

export const grown = ({ x, y, width, height }, by) => ({
  x: x - by,
  y: y - by,
  width: width + 2 * by,
  height: height + 2 * by,
});

// Side by side for more than a few pixels, and too near to be told apart.
function cover(one, other) {
  const [x, y] = [common(one, other, "x", "width"), common(one, other, "y", "height")];
  return (x > 12 && y > -4 && !one.height && !other.height) || (y > 12 && x > -4 && !one.width && !other.width);
}

const common = (one, other, at, size) =>
  Math.min(one[at] + one[size], other[at] + other[size]) - Math.max(one[at], other[at]);

function union(one, other) {
  const [x, y] = [Math.min(one.x, other.x), Math.min(one.y, other.y)];
  const right = Math.max(one.x + one.width, other.x + other.width);
  const lower = Math.max(one.y + one.height, other.y + other.height);
  return { x, y, width: right - x, height: lower - y };
}

function within(box, room) {
  if (!room) return box;
  const [x, y] = [Math.max(box.x, room.x), Math.max(box.y, room.y)];
  const right = Math.min(box.x + box.width, room.x + room.width);
  const lower = Math.min(box.y + box.height, room.y + room.height);
  return { x, y, width: right - x, height: lower - y };
}

// Where a way may begin or end: the middle of each side, and of a large box also beside it.
function docksOf({ x, y, width, height }, ends = []) {
  const beside = (size) => (size < 60 ? [0] : BESIDE.filter((by) => Math.abs(by) < size / 2 - 12));
  const docks = SIDES.flatMap(([right, down], side) =>
    beside(down ? width : height).map((by) => ({
      x: x + (width / 2) * (1 + right) + (down && by),
      y: y + (height / 2) * (1 + down) + (right && by),
      side,
      cost: Math.abs(by) / 2,
    })),
  );
  const isTaken = (dock) => ends.some((end) => Math.hypot(end.x - dock.x, end.y - dock.y) < 8);
  return docks.map((dock) => ({ ...dock, ...outOf(dock), cost: dock.cost + (isTaken(dock) ? TAKEN : 0) }));
}

const outOf = ({ x, y, side }) => ({ outX: x + SIDES[side][0] * STUB, outY: y + SIDES[side][1] * STUB });

// Lines at equal distances, and those on which ways begin and end. A state is a crossing of two lines and the
// side to which one has come there.
class Grid {
  constructor(room, docks) {
    const spread = (from, size, key) => {
      const fixed = [...new Set(docks.map((dock) => dock[key]))];
      const count = Math.max(0, Math.floor(size / STEP));
      const even = Array.from({ length: count + 1 }, (_each, at) => from + at * STEP);
      const rest = even.filter((one) => fixed.every((known) => Math.abs(known - one) >= STEP / 2));
      return [...rest, ...fixed].filter((one) => one >= from && one <= from + size).sort((a, b) => a - b);
    };
    this.xs = spread(room.x, room.width, "outX");
    this.ys = spread(room.y, room.height, "outY");
    this.size = this.xs.length * this.ys.length;
    this.blocked = new Uint8Array(this.size);
    this.text = new Uint8Array(this.size);
    this.beside = [new Uint8Array(this.size), new Uint8Array(this.size)]; // across, and up or down
  }

  each({ x, y, width, height }, see) {
    for (let row = 0; row < this.ys.length; row++) {
      if (this.ys[row] < y || this.ys[row] > y + height) continue;
      for (let column = 0; column < this.xs.length; column++)
        if (this.xs[column] >= x && this.xs[column] <= x + width) see(row * this.xs.length + column);
    }
  }

  block(box) {
    this.each(grown(box, -0.5), (at) => {
      this.blocked[at] = 1;
    });
  }

  write(box) {
    this.each(box, (at) => {
      this.text[at] = 1;
    });
  }

  lay(line) {
    for (const one of stretches(line)) {
      if (one.width && one.height) continue; // a slant is crossed, not followed
      const along = this.beside[one.height ? 1 : 0];
      this.each(grown(one, APART - 1), (at) => {
        along[at] = 1;
      });
    }
  }

  at(x, y) {
    const [column, row] = [this.xs.indexOf(x), this.ys.indexOf(y)];
    return column < 0 || row < 0 ? -1 : row * this.xs.length + column;
  }

  // From the end of one of the docks to that of another, by Dijkstra's algorithm.
  shortest(begins, ends) {
    const goals = Map.groupBy(ends, (dock) => this.at(dock.outX, dock.outY));
    const [cost, from, open] = [new Map(), new Map(), new Queue()];
    const reach = (state, price, before) => {
      if (price >= (cost.get(state) ?? Infinity)) return;
      cost.set(state, price);
      from.set(state, before);
      open.push(price, state);
    };
    for (const dock of begins) {
      const at = this.at(dock.outX, dock.outY);
      if (at >= 0 && !this.blocked[at]) reach(at * 4 + dock.side, dock.cost, dock);
    }
    let best = { price: Infinity };
    for (let next = open.pop(); next && next.price < best.price; next = open.pop()) {
      const { price, state } = next;
      if (price > cost.get(state)) continue;
      const [at, side] = [state >> 2, state & 3];
      for (const dock of goals.get(at) ?? []) {
        const turn = side === dock.side ? Infinity : side === (dock.side + 2) % 4 ? 0 : BEND;
        if (price + turn + dock.cost < best.price) best = { price: price + turn + dock.cost, state, dock };
      }
      for (let to = 0; to < 4; to++) {
        if (to === (side + 2) % 4) continue;
        const step = this.step(at, to);
        if (step) reach(step.at * 4 + to, price + step.price + (to === side ? 0 : BEND), state);
      }
    }
    return best.dock ? this.points(best, from) : null;
  }

  step(at, side) {
    const [right, down] = SIDES[side];
    const [column, row] = [(at % this.xs.length) + right, Math.floor(at / this.xs.length) + down];
    if (column < 0 || row < 0 || column >= this.xs.length || row >= this.ys.length) return null;
    const to = row * this.xs.length + column;
    if (this.blocked[to]) return null;
    const length = Math.abs(this.xs[column] - this.xs[column - right]) + Math.abs(this.ys[row] - this.ys[row - down]);
    const [along, across] = down ? [this.beside[1], this.beside[0]] : this.beside;
    const times = 1 + (along[to] ? ALONG : 0) + (this.text[to] ? OVER_TEXT : 0);
    return { at: to, price: length * times + (across[to] && !across[at] ? CROSSING : 0) };
  }

  points({ state, dock }, from) {
    const found = [{ x: dock.x, y: dock.y }];
    let last = state;
    for (; typeof last === "number"; last = from.get(last))
      found.push({ x: this.xs[(last >> 2) % this.xs.length], y: this.ys[Math.floor((last >> 2) / this.xs.length)] });
    found.push({ x: last.x, y: last.y });
    return straight(found.reverse());
  }
}

const straight = (points) =>
  points.filter((point, at) => {
    const [before, after] = [points[at - 1], points[at + 1]];
    if (!before || !after) return true;
    return !((before.x === point.x && point.x === after.x) || (before.y === point.y && point.y === after.y));
  });

// The cheapest first: a heap.
class Queue {
  items = [];

  push(price, state) {
    const { items } = this;
    let at = items.push({ price, state }) - 1;
    for (let up = (at - 1) >> 1; at > 0 && items[up].price > items[at].price; at = up, up = (at - 1) >> 1)
      [items[at], items[up]] = [items[up], items[at]];
  }

  pop() {
    const { items } = this;
    if (items.length < 2) return items.pop();
    const [first] = items;
    items[0] = items.pop();
    for (let at = 0; ; ) {
      const small = [2 * at + 1, 2 * at + 2].filter((one) => one < items.length);
      const least = small.reduce((a, b) => (items[b].price < items[a].price ? b : a), at);
      if (least === at) return first;
      [items[at], items[least]] = [items[least], items[at]];
      at = least;
    }
  }
}
