import type { LabHost } from '../host.ts';

/** Takes ufw's limit off SSH: the rounds of a benchmark come faster than a worker may. */
export async function takeOffSshLimit(host: LabHost): Promise<void> {
  await host.run('ufw delete limit 22/tcp; ufw delete limit ssh; ufw allow 22/tcp');
}
