# Before the first task, where Docker is used: the exercise's images, which no registry brings here. Each has what
# students meet in the real one: http-echo no shell and port 5678, redis a shell with ping, postgres its password.
set -eu
usermod -aG docker student
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# An image's root, with these applets of busybox: NAME APPLET…
root() {
  root=$work/$1
  shift
  mkdir -p "$root/bin" "$root/usr/local/bin" "$root/etc" "$root/tmp"
  cp /bin/busybox "$root/bin/busybox"
  for applet in "$@"; do ln -s busybox "$root/bin/$applet"; done
  echo 'root:x:0:0:root:/root:/bin/sh' >"$root/etc/passwd"
}

root echo
mkdir "$root/.run"
mv "$root/bin/busybox" "$root/.run/busybox"
cat >"$root/http-echo" <<'SCRIPT'
#!/.run/busybox sh
text= listen=:5678
while [ $# -gt 0 ]; do
  case $1 in
  -text=* | --text=*) text=${1#*=} ;;
  -listen=* | --listen=*) listen=${1#*=} ;;
  -text | --text) text=${2-} && shift ;;
  -listen | --listen) listen=${2-} && shift ;;
  *) echo "flag provided but not defined: $1" >&2 && exit 127 ;;
  esac
  shift
done
[ -n "$text" ] || { echo 'Missing -text option!' >&2 && exit 127; }
echo "$text" >/.run/index.html
exec /.run/busybox httpd -f -p "${listen#:}" -h /.run
SCRIPT
chmod 755 "$root/http-echo"
tar -C "$root" -c . | docker import --change 'ENTRYPOINT ["/http-echo"]' --change 'EXPOSE 5678' - hashicorp/http-echo >/dev/null

root redis sh ash nc ping cat ls ip ps sleep wget hostname tr
cat >"$root/usr/local/bin/redis-server" <<'SCRIPT'
#!/bin/sh
exec nc -ll -p 6379 -e redis-answer
SCRIPT
cat >"$root/usr/local/bin/redis-answer" <<'SCRIPT'
#!/bin/sh
while read -r line; do case $line in [Pp][Ii][Nn][Gg]*) printf '+PONG\r\n' ;; [*$]*) ;; *) printf -- '-ERR unknown command\r\n' ;; esac done
SCRIPT
cat >"$root/usr/local/bin/redis-cli" <<'SCRIPT'
#!/bin/sh
printf '%s\r\n' "$*" | nc -w 1 127.0.0.1 6379 | tr -d '+\r'
SCRIPT
chmod 755 "$root"/usr/local/bin/*
tar -C "$root" -c . | docker import --change 'CMD ["redis-server"]' --change 'EXPOSE 6379' - redis:7-alpine >/dev/null

root postgres sh bash nc cat ls sleep
cat >"$root/usr/local/bin/postgres" <<'SCRIPT'
#!/bin/sh
[ -n "${POSTGRES_PASSWORD-}" ] || { echo 'Error: Database is uninitialized and superuser password is not specified.' >&2 && exit 1; }
exec nc -ll -p 5432 -e cat
SCRIPT
chmod 755 "$root/usr/local/bin/postgres"
tar -C "$root" -c . | docker import --change 'CMD ["postgres"]' --change 'EXPOSE 5432' - postgres:15 >/dev/null
