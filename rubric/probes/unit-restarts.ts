import { defineProbe } from '../probe.ts';

/** A service of systemd that was set up on this machine, and what happens when it fails. */
export interface UnitRestart {
  name: string;
  /** systemd.service(5): no, on-success, on-failure, on-abnormal, on-watchdog, on-abort or always. */
  restart: string;
  active: boolean;
}

/** Services whose unit, or a drop-in that sets Restart=, lies in /etc/systemd/system; those of packages are not the student's. */
export const unitRestarts = defineProbe({
  id: 'unit-restarts',
  command: `command -v systemctl >/dev/null || exit 127
# A pattern finds what systemd holds in memory, and a unit that was stopped is not there.
stopped=$(cd /etc/systemd/system 2>/dev/null && ls -d *.service *.service.d 2>/dev/null | sed 's/\\.d$//' | grep -v '@\\.' | head -n 100)
systemctl show '*.service' $stopped --no-pager -p Id -p Restart -p ActiveState -p FragmentPath -p DropInPaths 2>/dev/null | awk -F= '
  function flush() { if (id != "" && id != "-" && !seen[id]++) print id, restart, active, path, dropins; id = restart = active = path = dropins = "-" }
  $1 == "Id" { id = $2 } $1 == "Restart" { restart = $2 } $1 == "ActiveState" { active = $2 }
  $1 == "FragmentPath" { path = $2 == "" ? "-" : $2 } $1 == "DropInPaths" { dropins = $2 }
  $0 == "" { flush() } END { flush() }' | grep ' /etc/systemd/system/' | while read -r id restart active path dropins; do
  case $path in
    /etc/systemd/system/*) [ -L "$path" ] || { echo "$id $restart $active"; continue; } ;;
  esac
  for file in $dropins; do
    case $file in /etc/systemd/system/*) grep -qs '^[[:space:]]*Restart[[:space:]]*=' "$file" && { echo "$id $restart $active"; break; } ;; esac
  done
done | head -n 200`,
  parse: ({ stdout }): UnitRestart[] =>
    stdout.split('\n').flatMap((line) => {
      const [name, restart, active] = line.split(' ');
      return name && restart ? [{ name, restart, active: active === 'active' }] : [];
    }),
});
