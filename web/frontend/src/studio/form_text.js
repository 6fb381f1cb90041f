// The text of a form, JSON Schema, which anybody may have written by hand.

const NONE = '{"type": "object", "properties": {}}';

// `{ schema, fields }`, each field its name and what it says; null for a text whose fields cannot be shown.
export function readForm(text) {
  const schema = parsed(text || NONE);
  if (!isTable(schema) || !isTable(schema.properties ?? {}) || !Array.isArray(schema.required ?? [])) return null;
  const fields = Object.entries(schema.properties ?? {});
  return fields.every(([, spec]) => isTable(spec) && Array.isArray(spec.enum ?? [])) ? { schema, fields } : null;
}

// What a field can be, as far as its form says.
export function valuesOf(spec) {
  if (spec.type === "boolean") return [true, false];
  return spec.enum ?? ("const" in spec ? [spec.const] : []);
}

const isTable = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
