/** One line of an authorized_keys file (sshd(8), AUTHORIZED_KEYS FILE FORMAT). */
export interface PublicKey {
  line: number;
  /** Key type as the line names it, e.g. `ssh-ed25519`. */
  type: string;
  /** Base64 of the key itself: two lines with the same blob are the same key. */
  blob: string;
  comment: string;
  /** Options before the type; empty where there are none. */
  options: string;
  /** False where the blob is cut short or belongs to another type, so that sshd passes over the line. */
  whole: boolean;
}

// Each alternative begins with another character, so that no line, however hostile, takes long to refuse.
const keyLine = new RegExp(
  [
    String.raw`^(?:(?<options>(?:"(?:\\"|\\(?!")|[^"\\])*"|[^\s"])+)\s+)?`,
    String.raw`(?<type>[a-z0-9@.-]+)\s+(?<blob>AAAA[A-Za-z0-9+/]+={0,2})(?:\s+(?<comment>.*))?$`,
  ].join(''),
);

/** Reads one line; undefined for a comment or for what holds no key. */
export function readPublicKey(line: number, text: string): PublicKey | undefined {
  if (text.startsWith('#')) return undefined;
  const { type, blob, comment = '', options = '' } = keyLine.exec(text)?.groups ?? {};
  if (type === undefined || blob === undefined) return undefined;
  return { line, type, blob, comment, options, whole: isWhole(type, blob) };
}

/** RFC 4253 §6.6: length-prefixed strings, the first of which repeats the type, and nothing left over. */
function isWhole(type: string, blob: string): boolean {
  const bytes = Buffer.from(blob, 'base64');
  const parts: Buffer[] = [];
  let at = 0;
  while (at + 4 <= bytes.length) {
    const end = at + 4 + bytes.readUInt32BE(at);
    if (end > bytes.length) return false;
    parts.push(bytes.subarray(at + 4, end));
    at = end;
  }
  if (at !== bytes.length || parts[0]?.toString('latin1') !== type) return false;
  return type === 'ssh-ed25519' ? parts.length === 2 && parts[1]?.length === 32 : parts.length > 1;
}
