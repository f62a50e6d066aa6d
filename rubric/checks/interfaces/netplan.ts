import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { NetplanFile } from '../../probes/netplan-files.ts';

const netplanShape = z.looseObject({ network: z.looseObject({ version: z.literal(2).optional() }).nullable() }).nullable();

export interface NetplanFault {
  path: string;
  problem: string;
}

/** Files that netplan would refuse: no YAML, or no mapping `network` of version 2 (netplan-yaml, top-level structure). */
export function netplanFaults(files: readonly NetplanFile[]): NetplanFault[] {
  return files.flatMap(({ path, text }) => {
    const document = parseDocument(text);
    const [error] = document.errors;
    if (error) return [{ path, problem: error.message.split('\n')[0] ?? error.code }];
    return netplanShape.safeParse(document.toJS()).success ? [] : [{ path, problem: 'it has no mapping “network” of version 2 at its top' }];
  });
}

/** Netplan warns of files that others may read; it costs nothing here. */
export function netplanRemarks(files: readonly NetplanFile[]): string {
  const open = files.filter(({ path, mode }) => path.startsWith('/etc/') && (Number.parseInt(mode, 8) & 0o077) !== 0);
  return open.length === 0 ? '' : ` (a remark without cost: others may read ${open.map(({ path }) => path).join(', ')}, of which netplan warns)`;
}
