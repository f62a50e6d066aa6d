import { z } from '@hono/zod-openapi';
import type { HostKey } from '#db/queries/host-keys.ts';
import { hostKeySources } from '#db/schema/host-keys.ts';
import { timestamp } from './common.ts';

export const hostKeySchema = z
  .object({
    id: z.string(),
    student: z.string(),
    address: z.string(),
    port: z.int(),
    fingerprint: z.string(),
    source: z.enum(hostKeySources),
    status: z.enum(['pinned', 'pending', 'retired']),
    createdAt: timestamp,
    acceptedAt: timestamp.nullable(),
  })
  .openapi('HostKey');

export function hostKeyJson(key: HostKey): z.infer<typeof hostKeySchema> {
  const { id, studentId: student, address, port, fingerprint, source } = key;
  const status = key.retiredAt ? 'retired' : key.acceptedAt ? 'pinned' : 'pending';
  return { id, student, address, port, fingerprint, source, status, createdAt: key.createdAt.toISOString(), acceptedAt: key.acceptedAt?.toISOString() ?? null };
}
