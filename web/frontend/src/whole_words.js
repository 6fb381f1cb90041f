// Names within the drawing are broken between words. The renderer breaks by how many letters fit on the average, so
// within a word where its letters are wide, or where there is no Arial; a word wider than its box is written smaller.

const SMALLEST = 7; // pixels
const GAP = /[ \t]+/;
const BREAK = /\r?\n/;

export function wholeWords(renderer) {
  const usual = renderer.createText;
  renderer.createText = (text, options = {}) => {
    const room = roomIn(options);
    if (!text || !room) return usual(text, options);
    const given = { ...renderer.getDefaultStyle(), ...options.style };
    const style = { ...given, fontSize: sizeFor(text, given, room) };
    return usual(linesOf(text, style, room), { ...options, style });
  };
}

function roomIn({ box, padding = 0 }) {
  const { left = 0, right = 0 } = typeof padding === "number" ? { left: padding, right: padding } : padding;
  return box ? box.width - left - right : 0;
}

const pen = document.createElement("canvas").getContext("2d");

function widthOf(text, { fontStyle = "normal", fontWeight, fontSize, fontFamily }) {
  pen.font = `${fontStyle} ${fontWeight} ${fontSize}px ${fontFamily}`;
  return pen.measureText(text).width;
}

function sizeFor(text, style, room) {
  const widest = Math.max(...text.split(/\s+|(?<=-)/).map((word) => widthOf(word, style)));
  const fits = Math.floor((10 * style.fontSize * room) / widest) / 10;
  return Math.min(style.fontSize, Math.max(SMALLEST, fits));
}

const linesOf = (text, style, room) =>
  text
    .split(BREAK)
    .flatMap((line) => filled(line, style, room))
    .join("\n");

function filled(line, style, room) {
  const lines = [];
  for (const word of line.split(GAP)) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && widthOf(longer, style) <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
