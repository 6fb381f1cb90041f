// The text of an XML file, in the encoding that it has by its first bytes, or says in its first line; else UTF-8.
// bpmn-js takes text alone, and what it writes is UTF-8.
import { _ } from "./language.js";

// Throws, with a sentence, for an encoding that no browser reads: as another one its names would be others.
export function textOf(buffer) {
  const [first, second] = new Uint8Array(buffer);
  if (first === 0xfe || (first === 0 && second === 0x3c)) return decoded(buffer, "utf-16be");
  if (first === 0xff || (first === 0x3c && second === 0)) return decoded(buffer, "utf-16le");
  const line = decoded(buffer.slice(0, 200), "latin1");
  return decoded(buffer, /^[^>]*encoding\s*=\s*["']([\w.:-]+)/.exec(line)?.[1] ?? "utf-8");
}

function decoded(buffer, encoding) {
  try {
    return new TextDecoder(encoding).decode(buffer);
  } catch {
    throw new Error(_("A browser cannot read the encoding “%(encoding)s”. Save the file as UTF-8.", { encoding }));
  }
}
