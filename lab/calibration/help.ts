export const help = `npm run calibrate [-- OPTIONS]
Grades live hosts in every state of lab/states and prints what each must get beside what it got.

  --only PATTERN    the states whose names match, a regular expression
  --suite SUITE     bookworm (default) or trixie; --all for both
  --jobs N          hosts at a time; default: one a core, at least 2
  --repeat N        grades one untouched host of each state N times, one after the other, and prints what flickers;
                    as many visits as a hardened host allows, 4 in 30 s
  --keep DIR        writes the bundles there; --record: to lab/recorded/hosts
  --vm              one style (--style, default ufw-docker) on a virtual machine with a kernel of its own

Exit status: 0 all as expected, 1 something differs or flickers, 2 this machine cannot boot hosts.`;
