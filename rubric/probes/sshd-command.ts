/**
 * Shell text that defines `effective USER [ADDRESS]`: `sshd -T` as the running daemon would decide for USER coming from the
 * worker, or from ADDRESS (sshd(8), -C). Sets $sshd, $options (the daemon's own -f and -o, read from its process title) and $grader.
 */
export const effectiveSshd = `
set -f
sshd=sshd options= pid=$$ grader=\${SUDO_USER:-$(id -un)}
client=\${NG_CLIENT:-192.0.2.1} server=\${NG_SERVER:-192.0.2.2} port=\${NG_SERVER_PORT:-22}
while [ "\${pid:-0}" -gt 1 ]; do
  title= parent=
  read -r title <"/proc/$pid/cmdline"
  case $title in
    sshd:*"[listener]"*)
      set -- $title
      sshd=$2
      while [ $# -gt 1 ]; do
        case $1 in
          -f | -o) options="$options $1 $2" && shift ;;
          -f?* | -o?*) options="$options $1" ;;
        esac
        shift
      done
      break
      ;;
  esac
  while read -r key value; do
    [ "$key" = PPid: ] && parent=$value && break
  done <"/proc/$pid/status"
  pid=$parent
done
command -v "$sshd" >/dev/null || exit 127
effective() {
  "$sshd" -T $options -C "user=$1,host=\${2-$client},addr=\${2-$client},laddr=$server,lport=$port"
}
`;
