import { html } from 'hono/html';
import { z } from 'zod';
import type { Enrolment } from '#db/queries/enrolments.ts';
import type { Html } from '../../layout/page.ts';
import { inputField } from '../../parts/fields.ts';
import type { FormState } from './form-state.ts';

/** Which machine: the fields that a check and a submission share, as `machineFields` names them. */
export const machineSchema = z.object({
  address: z.string({ error: 'Give your VM’s address, as “ip -brief address” prints it there.' }).trim().max(253, 'An address has 253 characters at most.'),
  port: z.coerce.number({ error: 'The port is a number, mostly 22.' }).int('The port is a whole number.').min(1, 'Ports begin at 1.').max(65_535, 'Ports end at 65535.').default(22),
  login: z
    .string({ error: 'Give the name of your own account on the VM, as “whoami” prints it there.' })
    .trim()
    .max(64, 'An account name has 64 characters at most.')
    .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*\$?$/, 'This is no account name. Give the one that “whoami” prints on the VM.'),
});

/** `form` tells fields of two forms on one page apart. */
export function machineFields(form: string, known: { address: string; port: number; login: string }, { given, errors }: FormState, enrolment: Enrolment | null): Html {
  const addresses = enrolment?.addresses ?? [];
  const hint = addresses.length > 1 ? `Your VM told: ${addresses.join(', ')}` : 'Of your VM, such as 10.0.0.7, or a name.';
  const value = (name: 'address' | 'port' | 'login') => (given ? (given[name] ?? '') : known[name]);
  return html`<div class="machine-fields">
${inputField({ label: 'Address', name: 'address', form, required: true, value: value('address'), error: errors?.['address'], hint, maxLength: 253 })}
${inputField({ label: 'SSH port', name: 'port', form, type: 'number', min: 1, max: 65_535, required: true, value: value('port'), error: errors?.['port'] })}
${inputField({ label: 'Your login there', name: 'login', form, required: true, value: value('login'), error: errors?.['login'], maxLength: 64 })}
</div>`;
}
