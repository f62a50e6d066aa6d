import { runTool } from './tool.ts';

/**
 * The one-line apt sources of a Debian suite (with its updates and security) as this machine's own apt is
 * configured, so that mirrors and proxies of a site are used. Empty where apt knows no such suite.
 */
export async function aptSources(suite: string): Promise<string[]> {
  const format = '$(ORIGIN)\t$(RELEASE)\t$(REPO_URI)\t$(COMPONENT)';
  const targets = await runTool('apt-get', ['indextargets', '--format', format, 'Created-By: Packages']);
  const lines = targets.split('\n').flatMap((row) => {
    const [origin, release, uri, component] = row.split('\t');
    const wanted = origin === 'Debian' && [suite, `${suite}-updates`, `${suite}-security`].includes(release ?? '');
    return wanted && component === 'main' ? [`deb ${uri} ${release} ${component}`] : [];
  });
  return [...new Set(lines)];
}
