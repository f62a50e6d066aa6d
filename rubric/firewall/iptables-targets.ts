import { addressNumber } from './address.ts';
import type { Flow } from './flow.ts';
import { markNumber } from './iptables-matches.ts';
import type { Segment } from './iptables-save.ts';
import { logIt } from './rate.ts';
import type { Action, Translation } from './ruleset.ts';

/** Targets after which the packet goes on to the next rule, unchanged as far as verdicts go (iptables-extensions(8)). */
const passing = new Set(['AUDIT', 'CHECKSUM', 'CLASSIFY', 'CONNSECMARK', 'DSCP', 'ECN', 'HL', 'HMARK', 'IDLETIMER', 'LED', 'NETMAP', 'RATEEST', 'SECMARK', 'SET', 'TCPMSS', 'TCPOPTSTRIP', 'TEE', 'TOS', 'TRACE', 'TTL']);

/** What `-j` or `-g` does. Null where it only counts the packet. */
export function targetAction({ kind, module, options }: Segment, chains: ReadonlySet<string>, family: 4 | 6): Action | null {
  const target = module ?? '';
  const value = (name: string) => options.find((option) => option.name === name)?.values[0];
  if (kind === 'goto') return { do: 'goto', chain: target };
  switch (target) {
    case 'ACCEPT':
      return { do: 'accept' };
    case 'DROP':
      return { do: 'drop' };
    case 'RETURN':
      return { do: 'return' };
    case 'REJECT':
      return { do: 'reject', with: rejectKind(value('--reject-with')) };
    case 'LOG':
    case 'NFLOG':
    case 'ULOG':
      return { do: 'change', change: logIt };
    case 'MARK':
    case 'CONNMARK':
      return markAction(target === 'MARK' ? 'mark' : 'connectionMark', options);
    case 'NOTRACK':
      return { do: 'change', change: untrack };
    case 'CT':
      return options.some(({ name }) => name === '--notrack') ? { do: 'change', change: untrack } : null;
    case 'REDIRECT':
      return translate({ address: 'own', port: firstPort(value('--to-ports')) });
    case 'DNAT':
      return translate(destinationOf(value('--to-destination') ?? '', family));
    case 'SNAT':
    case 'MASQUERADE':
      return { do: 'accept' };
    default:
      if (chains.has(target)) return { do: 'jump', chain: target };
      return passing.has(target) ? null : { do: 'unknown', why: `-j ${target.slice(0, 40)}` };
  }
}

/** `icmp-port-unreachable` and `icmp6-port-unreachable` → `port-unreachable`. */
export function rejectKind(name = 'port-unreachable'): string {
  if (name === 'tcp-reset' || name === 'tcp-rst') return 'tcp-reset';
  const bare = name.replace(/^icmp6?-/, '').replace(/^(adm-prohibited|admin-prohib)$/, 'admin-prohibited');
  return bare === 'proto-unreach' ? 'proto-unreachable' : bare;
}

function translate(to: Translation): Action {
  return { do: 'translate', to: () => to };
}

function firstPort(text: string | undefined): number | null {
  const port = Number.parseInt(text ?? '', 10);
  return Number.isInteger(port) ? port : null;
}

/** `10.0.0.2:80`, `10.0.0.2-10.0.0.9`, `:8080`, `[fd00::2]:80`. Of a range, the kernel takes one that we cannot know. */
function destinationOf(text: string, family: 4 | 6): Translation {
  const [, bracketed, bare = '', port] = /^(?:\[([^\]]*)\]|([^:[\]]*|[0-9a-f:.]*))(?::(\d+(?:-\d+)?))?$/i.exec(family === 6 && !text.startsWith('[') ? `[${text}]` : text) ?? [];
  const address = bracketed ?? bare;
  if (address === '') return { address: null, port: firstPort(port) };
  return { address: addressNumber(address, family) ?? undefined, port: firstPort(port) };
}

function untrack(flow: Flow): Flow {
  return { ...flow, state: 'untracked' };
}

/** MARK and CONNMARK: `--set-xmark VALUE/MASK` clears the mask's bits and flips the value's (iptables-extensions(8)). */
function markAction(part: 'mark' | 'connectionMark', options: Segment['options']): Action | null {
  const other = part === 'mark' ? 'connectionMark' : 'mark';
  const change = (compute: (flow: Flow) => bigint | null): Action => ({ do: 'change', change: (flow) => ({ ...flow, [part]: compute(flow) }) });
  for (const { name, values } of options) {
    const [value = null, mask = 0xffffffffn] = (values[0] ?? '').split('/').map(markNumber);
    const old = (flow: Flow) => flow[part];
    const from = (compute: (mark: bigint, value: bigint, mask: bigint) => bigint) =>
      change((flow) => {
        const mark = old(flow);
        return mark === null || value === null || mask === null ? null : compute(mark, value, mask);
      });
    if (name === '--set-xmark') return value !== null && mask === 0xffffffffn ? change(() => value) : from((mark, bits, field) => (mark & ~field & 0xffffffffn) ^ bits);
    if (name === '--set-mark') return value !== null && mask === 0xffffffffn ? change(() => value) : from((mark, bits, field) => (mark & ~field & 0xffffffffn) | bits);
    if (name === '--and-mark') return from((mark, bits) => mark & bits);
    if (name === '--or-mark') return from((mark, bits) => mark | bits);
    if (name === '--xor-mark') return from((mark, bits) => mark ^ bits);
    if (name === '--save-mark' && part === 'connectionMark') return options.length === 1 ? change((flow) => flow[other]) : change(() => null);
    if (name === '--restore-mark' && part === 'connectionMark') {
      return { do: 'change', change: (flow) => ({ ...flow, mark: options.length === 1 ? flow.connectionMark : null }) };
    }
  }
  return change(() => null);
}
