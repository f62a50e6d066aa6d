/** A host of the demo course, live or recorded. */
export interface DemoHost {
  name: string;
  /** What its student did, in a few words. */
  title: string;
  address: string;
  port: number;
  login: string;
  /** Does with the enrolment script what a student does, and returns the line that it prints to paste. */
  enrol(script: string): Promise<string>;
}

export interface DemoHosts extends AsyncDisposable {
  kind: 'live' | 'recorded';
  hosts: DemoHost[];
  /** Networks that the API must allow submissions from, in CIDR notation. */
  networks: string[];
}

/** The students of the demo course and the states of `lab/states` that theirs are: everything done, nothing, and two with defects. */
export const demoStates = {
  complete: 'ufw-namespaces',
  'ssh-cloud-init-wins': 'ssh-cloud-init-wins',
  'dns-name-commented': 'dns-name-commented',
  stock: 'stock',
} as const;

/** Where no program on the host can reach the API, the script prints its report as one line. */
export function pasteLine(output: string): string {
  const line = /^netgrader-enrolment:v1:\S+$/m.exec(output)?.[0];
  if (line === undefined) throw new Error(`The enrolment script printed no line to paste:\n${output}`);
  return line;
}
