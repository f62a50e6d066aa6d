import { canonicalAddress } from '../network/address.ts';
import type { ReportDocument, ReportLine } from './document.ts';

export interface AddressFact {
  address: string;
  /** The number after the slash; null where none stands there. */
  prefix: number | null;
  line: ReportLine;
}

// A whole token: no letter, digit or dot runs on before or after it, as in 10.0.0.10 for 10.0.0.1, or in a version.
const ipv4 = /(?<![A-Za-z0-9.]|[A-Za-z0-9]-)(\d{1,3}(?:\.\d{1,3}){3})(?:\/(\d{1,2}))?(?![A-Za-z0-9]|\.[A-Za-z0-9]|-[A-Za-z])/g;
const ipv6 = /(?<![A-Za-z0-9:.])([0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7})(?:%[\w.-]+)?(?:\/(\d{1,3}))?(?![A-Za-z0-9]|:\S)/g;

/** Every address in the report, in its one spelling. */
export function addressFacts(report: ReportDocument): AddressFact[] {
  return report.lines.flatMap((line) =>
    [...line.text.matchAll(ipv4), ...line.text.matchAll(ipv6)].flatMap(([, text = '', prefix]) => {
      const address = canonicalAddress(text);
      return address === null ? [] : [{ address, prefix: prefix === undefined ? null : Number(prefix), line }];
    }),
  );
}

/** The first line that holds `word` as a whole: `eth0:` and `eth0@if4` hold eth0, `veth0` and `eth0.100` do not. */
export function lineWithWord(report: ReportDocument, word: string): ReportLine | undefined {
  const escaped = word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const whole = new RegExp(String.raw`(?<![A-Za-z0-9.-])${escaped}(?![A-Za-z0-9]|[.-][A-Za-z0-9])`);
  return report.lines.find(({ text }) => whole.test(text));
}

/** The first line that matches. */
export function lineMatching(report: ReportDocument, pattern: RegExp): ReportLine | undefined {
  return report.lines.find(({ text }) => pattern.test(text));
}

/** `LAB_REPORT.md:12`, for a message. */
export function placeOf(report: ReportDocument, line: ReportLine): string {
  return `${report.path.split('/').at(-1)}:${line.number}`;
}
