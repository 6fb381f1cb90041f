// The page that a case was opened from: on the page of the case, the way back to it. Of a list, also its
// previous and next case; on the way back, the case where one was. This tab remembers it; without a
// script the browser's own way back leads there.
import { _, pgettext } from "./language.js";

const [LIST, PAGE] = ["caselane-list", "caselane-page"];

const read = (key) => JSON.parse(sessionStorage.getItem(key) ?? "null");
const write = (key, place) => sessionStorage.setItem(key, JSON.stringify(place));
const here = () => location.pathname + location.search;

/** The case of this list that was opened or changed last, or the one below it where that has left the
 * list; "" for a list that none was opened from. */
export function lastOpened() {
  const list = read(LIST);
  if (list?.address !== here()) return "";
  const isHere = (number) => document.querySelector(`[data-row="${CSS.escape(number)}"]`);
  return [list.at, list.below].find((number) => number && isHere(number)) ?? list.at ?? "";
}

// A button of a row, to claim its case for one, leads back to the list.
document.addEventListener("submit", ({ submitter }) => {
  const row = submitter?.closest("[data-row]");
  const below = row?.nextElementSibling?.dataset.row ?? row?.previousElementSibling?.dataset.row;
  if (row) write(LIST, { ...read(LIST), at: row.dataset.row, below });
});

function remember() {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return;
  const cases = rows.map((row) => [row.dataset.row, row.querySelector("[data-open]").getAttribute("href")]);
  const name = document.querySelector("h1").textContent.trim();
  write(LIST, { address: here(), name, cases, at: lastOpened() });
}

// A report or another page that names cases is no list, but the way back leads there, too: not so to a
// page of a case, whose own way back is the case.
function leave({ target }) {
  if (location.pathname.startsWith("/cases/")) return;
  if (document.querySelector("[data-row], [data-case]") || !target.closest?.('a[href^="/cases/"]')) return;
  write(PAGE, { address: here(), name: document.title.replace(/ · Caselane$/, "") });
}

function lead() {
  const [back, number] = [document.querySelector("[data-back]"), document.querySelector("[data-case]")?.dataset.case];
  if (!back || !number || document.querySelector(".neighbours")) return;
  const page = read(PAGE);
  if (page && document.referrer === location.origin + page.address) return point(back, page);
  const list = read(LIST);
  const at = list?.cases.findIndex(([each]) => each === number) ?? -1;
  if (at < 0) return;
  write(LIST, { ...list, at: number });
  point(back, list);
  const nav = Object.assign(document.createElement("nav"), { className: "neighbours off-paper" });
  nav.setAttribute("aria-label", _("Cases of %(name)s", { name: list.name }));
  nav.append(
    ...neighbour(list.cases[at - 1], _("Previous"), "K"),
    ...neighbour(list.cases[at + 1], pgettext("case", "Next"), "J"),
  );
  if (nav.childElementCount) back.after(nav);
}

function point(back, { address, name }) {
  back.href = address;
  back.lastChild.textContent = name;
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
document.addEventListener("click", leave);
