import { canonicalAddress } from '../network/address.ts';

export interface NamedNetwork {
  base: string;
  prefix: number;
}

/** IPv4 networks and addresses in a text, `10.0.0.0/8` or `10.0.0.1`; 0.0.0.0/0 is nobody in particular. */
export function networksIn(text: string): NamedNetwork[] {
  return [...text.matchAll(/(?<![\w.:])(\d{1,3}(?:\.\d{1,3}){3})(?:\/(\d{1,2}))?(?![\w.:])/g)].flatMap(([, address = '', length]) => {
    const base = canonicalAddress(address);
    const prefix = length === undefined ? 32 : Number(length);
    return base === null || prefix > 32 || prefix === 0 ? [] : [{ base, prefix }];
  });
}

/**
 * The first networks, at most `most`, that a printed rule set names anywhere, the elements of nft's sets included
 * (prefixes are objects in its JSON).
 */
export function namedNetworks(printed: readonly string[], most: number): NamedNetwork[] {
  const found = new Map<string, NamedNetwork>();
  for (const text of printed) {
    for (const line of text.replaceAll(/"addr": ?"([\d.]{7,15})", ?"len": ?(\d{1,2})\b/g, '"$1/$2"').split('\n')) {
      for (const network of networksIn(line)) found.set(`${network.base}/${network.prefix}`, network);
      if (found.size >= most) return [...found.values()].slice(0, most);
    }
  }
  return [...found.values()];
}
