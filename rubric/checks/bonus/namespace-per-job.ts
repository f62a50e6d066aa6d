import { defineCheck, failed, isAvailable, partial } from '../../check.ts';
import { listed } from '../../segmentation/demonstration.ts';
import { realTiers } from '../../segmentation/docker-tiers.ts';
import { namespaceEndpoints } from '../../segmentation/endpoints.ts';

/** Containers of the tiers are no jobs; one that is called a job may be. */
const jobName = /train|job|trial|experiment|worker|finetun|epoch/i;

/** Two processes at work in two namespaces, however they came there: ip netns exec, unshare, a unit, a container each. */
export const namespacePerJob = defineCheck({
  id: 'bonus.namespace-per-job',
  title: 'Each training job runs in a network namespace of its own',
  expected: 'at least two jobs that run, each in another network namespace',
  hint: 'A job keeps the namespace that it is started in: let the script or the unit that starts one make a namespace for it first.',
  needs: ['network-namespaces'],
  uses: ['docker'],
  evaluate({ 'network-namespaces': namespaces, docker }) {
    const engine = isAvailable(docker) ? docker : null;
    const ofContainers = new Set(engine?.containers.flatMap(({ inode }) => inode ?? []) ?? []);
    const commandOf = new Map(namespaces.others.map(({ inode, processes }) => [inode, processes[0]?.command]));
    const jobs = namespaceEndpoints(namespaces, ofContainers).flatMap(({ inode, label }) => {
      const command = commandOf.get(inode);
      return command === undefined ? [] : [`${command} in ${label}`];
    });
    const members = engine ? realTiers(engine, namespaces).members : [];
    const inContainers = new Map(
      members
        .filter(({ label, homes }) => jobName.test(label) && homes.length === 1)
        .map(({ label, homes: [home] }) => [home?.network, `${label} in ${home?.network}`]),
    );
    const running = [...jobs, ...inContainers.values()];
    const where = 'lsns -t net';
    if (running.length === 0) return failed({ seen: 'no process runs in a network namespace of yours', where });
    return partial(running.length, 2, { seen: `${running.length === 1 ? 'only ' : ''}${listed(running)}`, where });
  },
});
