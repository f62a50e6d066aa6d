import ipaddr from 'ipaddr.js';

/** An address as a number; null for what is none, or is of the other family. */
export function addressNumber(text: string, family: 4 | 6): bigint | null {
  if (family === 4) return ipaddr.IPv4.isValidFourPartDecimal(text) ? fromBytes(ipaddr.IPv4.parse(text).toByteArray()) : null;
  return text.includes(':') && !text.includes('%') && ipaddr.IPv6.isValid(text) ? fromBytes(ipaddr.IPv6.parse(text).toByteArray()) : null;
}

export function addressText(value: bigint, family: 4 | 6): string {
  const bytes = Array.from({ length: family === 4 ? 4 : 16 }, (_, index) => Number((value >> BigInt(8 * ((family === 4 ? 3 : 15) - index))) & 255n));
  return ipaddr.fromByteArray(bytes).toString();
}

/** 24 → 255.255.255.0 as a number. */
export function prefixMask(length: number, family: 4 | 6): bigint {
  const bits = family === 4 ? 32 : 128;
  const clamped = Math.max(0, Math.min(bits, length));
  return ((1n << BigInt(bits)) - 1n) ^ ((1n << BigInt(bits - clamped)) - 1n);
}

/** `10.0.0.0/8`, `10.0.0.0/255.0.0.0`, a bare address: base and mask; null for what is none of these. */
export function network(text: string, family: 4 | 6): { base: bigint; mask: bigint } | null {
  const [address = '', length] = text.split('/');
  const base = addressNumber(address, family);
  const full = family === 4 ? 32 : 128;
  const mask = length === undefined ? prefixMask(full, family) : /^\d{1,3}$/.test(length) ? prefixMask(Number(length), family) : addressNumber(length, family);
  return base === null || mask === null ? null : { base: base & mask, mask };
}

function fromBytes(bytes: number[]): bigint {
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}
