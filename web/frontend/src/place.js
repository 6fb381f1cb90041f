// The list that a case was opened from: on the page of the case, the way back to it and its previous
// and next case; on the way back, the case where one was. This tab remembers it; without a script
// the browser's own way back leads there.
import { _, pgettext } from "./language.js";

const KEY = "caselane-list";

const read = () => JSON.parse(sessionStorage.getItem(KEY) ?? "null");
const write = (list) => sessionStorage.setItem(KEY, JSON.stringify(list));
const here = () => location.pathname + location.search;

/** The case of this list that was opened last; "" for a list that none was opened from. */
export function lastOpened() {
  const list = read();
  return list?.address === here() ? (list.at ?? "") : "";
}

function remember() {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return;
  const cases = rows.map((row) => [row.dataset.row, row.querySelector("[data-open]").getAttribute("href")]);
  const name = document.querySelector("h1").textContent.trim();
  write({ address: here(), name, cases, at: lastOpened() });
}

function lead() {
  const [back, number] = [document.querySelector("[data-back]"), document.querySelector("[data-case]")?.dataset.case];
  const list = read();
  const at = list?.cases.findIndex(([each]) => each === number) ?? -1;
  if (!back || at < 0 || document.querySelector(".neighbours")) return;
  write({ ...list, at: number });
  back.href = list.address;
  back.lastChild.textContent = list.name;
  const nav = Object.assign(document.createElement("nav"), { className: "neighbours off-paper" });
  nav.setAttribute("aria-label", _("Cases of %(name)s", { name: list.name }));
  nav.append(
    ...neighbour(list.cases[at - 1], _("Previous"), "K"),
    ...neighbour(list.cases[at + 1], pgettext("case", "Next"), "J"),
  );
  if (nav.childElementCount) back.after(nav);
}

function neighbour(found, label, key) {
  if (!found) return [];
  const link = Object.assign(document.createElement("a"), { className: "back", href: found[1] });
  link.dataset.key = key;
  link.title = found[0];
  link.append(Object.assign(document.createElement("span"), { textContent: label }));
  return [link];
}

for (const when of ["DOMContentLoaded", "htmx:afterSwap"]) {
  document.addEventListener(when, remember);
  document.addEventListener(when, lead);
}
