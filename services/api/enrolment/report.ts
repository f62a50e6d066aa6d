import { z } from '@hono/zod-openapi';
import { literalAddress, mayVisit, parseNetworks } from '#rubric/address-policy.ts';
import { type Enrolment, recordEnrolmentReport } from '#db/queries/enrolments.ts';
import { pinHostKeys } from '#db/queries/host-keys.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { invalidField } from '../problem.ts';
import { login as accountName } from '../schemas/login.ts';

/** What the enrolment script tells of the machine. */
export const enrolmentReport = z
  .strictObject({
    login: accountName,
    port: z.int().min(1).max(65_535).default(22),
    addresses: z.array(z.string().max(64)).max(64),
    hostKeys: z.array(z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'is not a fingerprint SHA256:…')).min(1).max(16),
  })
  .openapi('EnrolmentReport');
export type EnrolmentReport = z.infer<typeof enrolmentReport>;

const prefix = 'netgrader-enrolment:v1:';

/** The line that the script prints where it cannot reach us. Throws an ApiProblem (422) that names the field `line`. */
export function readEnrolmentLine(line: string): EnrolmentReport {
  const [, encoded] = line.trim().split(prefix);
  let report: unknown;
  try {
    report = JSON.parse(Buffer.from(encoded ?? '', 'base64url').toString('utf8'));
  } catch (cause) {
    throw invalidField('line', `is not the whole line that the script printed; it begins with ${prefix}`, { cause });
  }
  const result = enrolmentReport.safeParse(report);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw invalidField('line', `says something that cannot be: ${issue?.path.join('.')} ${issue?.message}`, { cause: result.error });
}

/**
 * Notes login and addresses, and the host keys for each address that may be visited. `pending`: at some address other
 * keys are pinned, and an instructor has to accept the new ones.
 */
export async function acceptReport(
  { db, config }: Pick<ApiDependencies, 'db' | 'config'>,
  { id, courseId, studentId }: Enrolment,
  { login, port, addresses, hostKeys }: EnrolmentReport,
): Promise<{ login: string; addresses: string[]; hostKeys: 'pinned' | 'pending' }> {
  const networks = parseNetworks(config.allowedNetworks);
  const literals = addresses.flatMap((address) => literalAddress(address) ?? []);
  const visitable = [...new Set(literals)].filter((address) => mayVisit(address, networks));
  return db.transaction(async (tx) => {
    await recordEnrolmentReport(tx, id, { login, port, addresses: visitable });
    let pending = false;
    for (const address of visitable) {
      const outcome = await pinHostKeys(tx, { courseId, studentId, address, port }, hostKeys, 'enrolment');
      pending ||= outcome === 'pending';
    }
    return { login, addresses: visitable, hostKeys: pending ? 'pending' : 'pinned' };
  });
}
