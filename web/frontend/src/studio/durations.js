// Durations: `P3D` of the drawing as an amount and a unit, and back.

import { _ } from "../language.js";

export const UNITS = { minutes: ["PT", "M"], hours: ["PT", "H"], days: ["P", "D"], weeks: ["P", "W"] };

export const UNIT_WORDS = { minutes: _("minutes"), hours: _("hours"), days: _("days"), weeks: _("weeks") };

// Null for what needs more than one unit: that is edited as it is written.
export function amountOf(iso) {
  const found = /^P(?:(\d+)([DW])|T(\d+)([HM]))$/.exec(iso.trim());
  if (!found) return null;
  const letter = found[2] ?? found[4];
  const time = found[4] !== undefined;
  const unit = Object.keys(UNITS).find((name) => UNITS[name][1] === letter && (UNITS[name][0] === "PT") === time);
  return { amount: Number(found[1] ?? found[3]), unit };
}

// `3 days`, as a timer is called that has no other name: in English, as drawings are.
export function wordsOf(iso) {
  const read = amountOf(iso);
  return read ? `${read.amount} ${read.amount === 1 ? read.unit.slice(0, -1) : read.unit}` : "";
}

export function isoOf(amount, unit) {
  const [before, letter] = UNITS[unit];
  return `${before}${Math.max(1, Math.round(amount) || 1)}${letter}`;
}
