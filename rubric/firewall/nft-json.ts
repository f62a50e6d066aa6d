/** Reading of JSON that nobody vouches for: absent and of the wrong type are the same. */
export type Json = unknown;

export function field(value: Json, key: string): Json {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

export function isRecord(value: Json): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The one key of `{"accept": null}`, with its value; null for anything else. */
export function only(value: Json): [key: string, value: Json] | null {
  if (!isRecord(value)) return null;
  const [entry, ...others] = Object.entries(value);
  return entry === undefined || others.length > 0 ? null : entry;
}

export function list(value: Json): Json[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

export function text(value: Json): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}
